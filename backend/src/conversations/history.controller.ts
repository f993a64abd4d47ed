import {
  idSchema,
  messageListQuerySchema,
  type ActiveTurnView,
  type MessageListQuery,
  type MessagePage,
} from '@app/chat-protocol';
import { Controller, Get, Header, Param, Query, UseGuards } from '@nestjs/common';
import { messagePageSchema } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { badRequest, Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { TurnsRepository } from '../turns/turns.repository.js';
import { KnownId, notFound } from './known-id.js';
import { MessagePages, type PageStart } from './message-pages.js';
import { MessageViews } from './message-views.js';

/** Begins the cursor of a page below; no id has a dot. */
const BEHIND = 'after.';

/** What was said. */
@Controller('api/v1/conversations/:id')
@UseGuards(SessionGuard)
export class HistoryController {
  constructor(
    private readonly pages: MessagePages,
    private readonly views: MessageViews,
    private readonly turns: TurnsRepository,
  ) {}

  @Summary(
    'Lists messages of a conversation, page by page',
    'From the newest back; `around` begins at a message. `activeTurns` are answers in the making: follow them over the WebSocket.',
  )
  @Answers(messagePageSchema)
  @Get('messages')
  @Header('Cache-Control', 'no-store')
  async list(
    @UserId() userId: string,
    @Param('id', KnownId) id: string,
    @Query(new Parsed(messageListQuerySchema)) query: MessageListQuery,
  ): Promise<MessagePage> {
    // Turns first: one that ends meanwhile is then seen with its whole answer, or resumed for nothing; never missed.
    const unfinished = await this.turns.listUnfinished(userId, id);
    const page = await this.pages.find(userId, id, startOf(query), query.limit);
    if (page === null) throw notFound();
    return {
      messages: await this.views.of(userId, id, page.ids),
      nextCursor: page.olderId,
      newerCursor: page.newerThanId === null ? null : BEHIND + page.newerThanId,
      activeTurns: unfinished.map((turn): ActiveTurnView => ({
        turnId: turn.id,
        answerId: turn.answerId,
        status: turn.status as ActiveTurnView['status'],
      })),
    };
  }
}

function startOf({ cursor, around }: MessageListQuery): PageStart {
  if (cursor && around) throw badRequest('cursor and around exclude each other');
  if (around) return { at: 'around', messageId: around };
  if (!cursor) return { at: 'end' };
  const isBelow = cursor.startsWith(BEHIND);
  const parsed = idSchema.safeParse(isBelow ? cursor.slice(BEHIND.length) : cursor);
  if (!parsed.success) throw badRequest('cursor is not one of ours');
  return { at: isBelow ? 'behind' : 'up-to', messageId: parsed.data };
}
