import { Readable } from 'node:stream';
import {
  toStorableText,
  type AccountDeletion,
  type AccountPatch,
  type PasswordChange,
  type UserView,
} from '@app/chat-protocol';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Patch,
  Post,
  Req,
  Res,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { userViewSchema } from '@app/chat-protocol';
import { Answers, AnswersFile, Refuses } from '../rest/answers.js';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AccountError } from '../auth/account-error.js';
import { Passwords } from '../auth/passwords.js';
import { BrowserSessionGuard, UserId } from '../auth/session.guard.js';
import { UsersRepository } from '../auth/users.repository.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { AccountExportRepository } from './account-export.repository.js';
import { AccountRemoval } from './account-removal.js';

const password = z.string().max(1000);
const patchSchema = z.strictObject({ name: z.string().trim().min(1).max(100).transform(toStorableText) });
const passwordSchema = z.strictObject({ currentPassword: password, newPassword: password });
const deletionSchema = z.strictObject({ password: password.optional() }).default({});

/** A user's own account. */
@Controller('api/v1/account')
@UseGuards(BrowserSessionGuard)
export class AccountController {
  constructor(
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly exports: AccountExportRepository,
    private readonly removal: AccountRemoval,
  ) {}

  @Summary('Changes the user’s name')
  @Answers(userViewSchema)
  @Patch()
  async rename(@UserId() userId: string, @Body(new Parsed(patchSchema)) { name }: AccountPatch): Promise<UserView> {
    await this.users.rename(userId, name);
    const view = await this.users.findView(userId);
    if (view === null) throw new AccountError('no-session');
    return view;
  }

  @Summary('Changes the user’s password', 'All sessions end; this browser gets the cookie of a new one.')
  @Answers()
  @Refuses('wrong-credentials', 'password-too-short', 'password-too-long', 'too-many-attempts')
  @Post('password')
  @HttpCode(204)
  async changePassword(
    @UserId() userId: string,
    @Body(new Parsed(passwordSchema)) change: PasswordChange,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.passwords.change(userId, change, request, response);
  }

  /** Everything about the user, as one JSON file. */
  @Summary('Exports everything about the user')
  @AnswersFile('application/json')
  @Get('export')
  @Header('Cache-Control', 'no-store')
  export(@UserId() userId: string): StreamableFile {
    const content = Readable.from(this.exports.stream(userId), { objectMode: false });
    return new StreamableFile(content, {
      type: 'application/json',
      disposition: 'attachment; filename="throughline-export.json"',
    });
  }

  @Summary(
    'Deletes the user and everything that is theirs',
    'Running answers stop. A user who has a password must show it.',
  )
  @Answers()
  @Refuses('wrong-credentials', 'last-admin', 'too-many-attempts')
  @Delete()
  @HttpCode(204)
  async delete(
    @UserId() userId: string,
    @Body(new Parsed(deletionSchema)) deletion: AccountDeletion,
    @Req() request: Request,
  ): Promise<void> {
    await this.passwords.prove(userId, deletion.password, request);
    await this.removal.remove(userId);
  }
}
