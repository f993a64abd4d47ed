import type { SessionList } from '@app/chat-protocol';
import { Controller, Delete, Get, Header, HttpCode, Param, Query, UseGuards } from '@nestjs/common';
import { sessionListSchema } from '@app/chat-protocol';
import { z } from 'zod';
import { Answers } from '../rest/answers.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import type { Identity } from '../auth/identity.js';
import { SessionEndings } from '../auth/session-endings.js';
import { BrowserSessionGuard, CurrentIdentity } from '../auth/session.guard.js';
import { SessionsRepository } from '../auth/sessions.repository.js';
import { KnownId, notFound } from '../conversations/known-id.js';

const endAllSchema = z.object({ others: z.enum(['true', 'false']).default('false') });

/** Where the user is signed in. */
@Controller('api/v1/account/sessions')
@UseGuards(BrowserSessionGuard)
export class AccountSessionsController {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly endings: SessionEndings,
  ) {}

  @Summary('Lists where the user is signed in')
  @Answers(sessionListSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async list(@CurrentIdentity() { userId, credential }: Identity): Promise<SessionList> {
    const sessions = await this.sessions.list(userId);
    return {
      sessions: sessions.map((session) => ({
        id: session.id,
        isCurrent: session.id === credential.id,
        createdAt: session.createdAt.toISOString(),
        lastSeenAt: session.updatedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
        userAgent: session.userAgent ?? '',
        ipAddress: session.ipAddress === '' ? null : session.ipAddress,
      })),
    };
  }

  /** Everywhere, here too unless `others` says not here. */
  @Summary(
    'Signs the user out everywhere',
    'Here too, unless `others=true`. Sockets of these sessions are closed with 4401 on every process.',
  )
  @Answers()
  @Delete()
  @HttpCode(204)
  async endAll(
    @CurrentIdentity() { userId, credential }: Identity,
    @Query(new Parsed(endAllSchema)) { others }: z.output<typeof endAllSchema>,
  ): Promise<void> {
    this.endings.announce(await this.sessions.deleteOf(userId, others === 'true' ? { not: credential.id } : {}));
  }

  @Summary('Signs the user out in one place')
  @Answers()
  @Delete(':id')
  @HttpCode(204)
  async end(@CurrentIdentity() { userId }: Identity, @Param('id', KnownId) id: string): Promise<void> {
    const ended = await this.sessions.deleteOf(userId, { id });
    if (ended.length === 0) throw notFound();
    this.endings.announce(ended);
  }
}
