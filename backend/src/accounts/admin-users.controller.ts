import {
  idSchema,
  toStorableText,
  type AdminUserPage,
  type AdminUserPatch,
  type AdminUserView,
} from '@app/chat-protocol';
import { Body, Controller, Get, Header, Param, Patch, Query, UseGuards } from '@nestjs/common';
import { adminUserPageSchema, adminUserViewSchema } from '@app/chat-protocol';
import { Answers, Refuses } from '../rest/answers.js';
import { z } from 'zod';
import { AdminGuard } from '../auth/session.guard.js';
import { SessionEndings } from '../auth/session-endings.js';
import { KnownId, notFound } from '../conversations/known-id.js';
import { Quotas } from '../quotas/quotas.js';
import { badRequest, Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { AdminUsersRepository, type AdminUser, type UserCursor } from './admin-users.repository.js';

const cursorSchema = z.tuple([z.iso.datetime(), idSchema]);
const listSchema = z.object({
  query: z.string().max(200).default('').transform(toStorableText),
  guests: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const tokens = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable().optional();
const patchSchema = z.strictObject({
  role: z.enum(['user', 'admin']).optional(),
  isBanned: z.boolean().optional(),
  ownQuotas: z.strictObject({ day: tokens, month: tokens }).optional(),
});

/** Users, for administrators. */
@Controller('api/v1/admin/users')
@UseGuards(AdminGuard)
export class AdminUsersController {
  constructor(
    private readonly users: AdminUsersRepository,
    private readonly endings: SessionEndings,
    private readonly quotas: Quotas,
  ) {}

  @Summary('Lists users, newest first', 'With what each has used of the quotas. `query` is a part of a name or e-mail.')
  @Answers(adminUserPageSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async list(
    @Query(new Parsed(listSchema)) { query, guests, cursor, limit }: z.output<typeof listSchema>,
  ): Promise<AdminUserPage> {
    const rows = await this.users.list({ query, hasGuests: guests }, cursor ? decode(cursor) : null, limit + 1);
    const users = rows.slice(0, limit);
    return {
      users: await this.quotas.viewOf(users),
      nextCursor: rows.length > limit ? encode(users.at(-1)!) : null,
    };
  }

  @Summary('Changes a user’s role, ban or quotas', 'A quota is in tokens; null = the one that holds for each user.')
  @Answers(adminUserViewSchema)
  @Refuses('last-admin')
  @Patch(':id')
  async change(
    @Param('id', KnownId) id: string,
    @Body(new Parsed(patchSchema)) patch: AdminUserPatch,
  ): Promise<AdminUserView> {
    const changed = await this.users.change(id, patch);
    if (changed === null) throw notFound();
    this.endings.announce(changed.endedIds);
    const [view] = await this.quotas.viewOf([changed.user]);
    return view;
  }
}

function encode({ createdAt, id }: AdminUser): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

function decode(cursor: string): UserCursor {
  try {
    const [createdAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { createdAt: new Date(createdAt), id };
  } catch {
    throw badRequest('cursor is not one of ours');
  }
}
