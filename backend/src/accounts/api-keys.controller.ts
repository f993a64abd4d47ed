import { toStorableText, type ApiKeyList, type ApiKeyRequest, type ApiKeySecret } from '@app/chat-protocol';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { apiKeyListSchema, apiKeySecretSchema } from '@app/chat-protocol';
import { Answers, Refuses } from '../rest/answers.js';
import { z } from 'zod';
import { AccountError } from '../auth/account-error.js';
import type { Identity } from '../auth/identity.js';
import { SessionEndings } from '../auth/session-endings.js';
import { BrowserSessionGuard, CurrentIdentity, UserId } from '../auth/session.guard.js';
import { KnownId, notFound } from '../conversations/known-id.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { ApiKeysRepository } from './api-keys.repository.js';

const requestSchema = z.strictObject({ name: z.string().trim().min(1).max(100).transform(toStorableText) });

/** Keys that let a user's scripts in. */
@Controller('api/v1/account/api-keys')
@UseGuards(BrowserSessionGuard)
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly endings: SessionEndings,
  ) {}

  @Summary('Lists the user’s API keys', 'Without the keys themselves, of which only a hash is stored.')
  @Answers(apiKeyListSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@UserId() userId: string): Promise<ApiKeyList> {
    return { apiKeys: await this.keys.list(userId) };
  }

  @Summary('Makes an API key', 'The key is in this answer only.')
  @Answers(apiKeySecretSchema, 201)
  @Refuses('account-required', 'too-many-keys')
  @Post()
  @Header('Cache-Control', 'no-store')
  create(
    @CurrentIdentity() { userId, isGuest }: Identity,
    @Body(new Parsed(requestSchema)) { name }: ApiKeyRequest,
  ): Promise<ApiKeySecret> {
    if (isGuest) throw new AccountError('account-required');
    return this.keys.create(userId, name);
  }

  @Summary('Revokes an API key', 'Sockets that it opened are closed with 4401 on every process.')
  @Answers()
  @Delete(':id')
  @HttpCode(204)
  async revoke(@UserId() userId: string, @Param('id', KnownId) id: string): Promise<void> {
    if (!(await this.keys.delete(userId, id))) throw notFound();
    this.endings.announce([id]);
  }
}
