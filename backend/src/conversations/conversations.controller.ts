import {
  conversationListQuerySchema,
  conversationPatchSchema,
  type ConversationListQuery,
  type ConversationPage,
  type ConversationPatch,
  type ConversationView,
} from '@app/chat-protocol';
import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Query, UseGuards } from '@nestjs/common';
import { conversationPageSchema, conversationViewSchema } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { SessionGuard, UserId } from '../auth/session.guard.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { Hints } from '../turns/hints.js';
import { TurnRunner } from '../turns/turn-runner.js';
import { TurnsRepository } from '../turns/turns.repository.js';
import { ConversationViews } from './conversation-views.js';
import { ConversationsRepository } from './conversations.repository.js';
import { KnownId, notFound } from './known-id.js';
import { decodeCursor, encodeCursor } from './page-cursor.js';

/** The list of conversations and its upkeep; what streams goes over the socket. */
@Controller('api/v1/conversations')
@UseGuards(SessionGuard)
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly views: ConversationViews,
    private readonly turns: TurnsRepository,
    private readonly runner: TurnRunner,
    private readonly hints: Hints,
  ) {}

  @Summary('Lists the user’s conversations, newest first')
  @Answers(conversationPageSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async list(
    @UserId() userId: string,
    @Query(new Parsed(conversationListQuerySchema)) { filter, cursor, limit }: ConversationListQuery,
  ): Promise<ConversationPage> {
    const before = cursor ? decodeCursor(cursor) : null;
    const rows = await this.conversations.list(userId, filter, before, limit + 1);
    const page = rows.slice(0, limit);
    return {
      conversations: await this.views.of(userId, page),
      nextCursor: rows.length > limit ? encodeCursor(page.at(-1)!) : null,
    };
  }

  @Summary('Tells one conversation’s title, times and state')
  @Answers(conversationViewSchema)
  @Get(':id')
  @Header('Cache-Control', 'no-store')
  async get(@UserId() userId: string, @Param('id', KnownId) id: string): Promise<ConversationView> {
    const conversation = await this.conversations.find(userId, id);
    if (conversation === null) throw notFound();
    const [view] = await this.views.of(userId, [conversation]);
    return view;
  }

  @Summary('Renames, pins or archives a conversation, or chooses the branch it shows')
  @Answers(conversationViewSchema)
  @Patch(':id')
  async patch(
    @UserId() userId: string,
    @Param('id', KnownId) id: string,
    @Body(new Parsed(conversationPatchSchema)) patch: ConversationPatch,
  ): Promise<ConversationView> {
    if (!(await this.conversations.update(userId, id, patch))) throw notFound();
    this.hints.feedMoved(userId, { kind: 'conversation-changed', conversationId: id });
    return this.get(userId, id);
  }

  /** Answers in the making are stopped first. */
  @Summary('Deletes a conversation', 'Answers in the making are stopped first.')
  @Answers()
  @Delete(':id')
  @HttpCode(204)
  async delete(@UserId() userId: string, @Param('id', KnownId) id: string): Promise<void> {
    const unfinished = await this.turns.listUnfinished(userId, id);
    if (!(await this.conversations.delete(userId, id))) throw notFound();
    for (const turn of unfinished) this.runner.requestStop(turn.id);
    this.hints.feedMoved(userId, { kind: 'conversation-deleted', conversationId: id });
  }

  /** All of the user's conversations. */
  @Summary('Deletes all of the user’s conversations')
  @Answers()
  @Delete()
  @HttpCode(204)
  async deleteAll(@UserId() userId: string): Promise<void> {
    const unfinished = await this.turns.listAllUnfinished(userId);
    await this.conversations.deleteAll(userId);
    for (const turnId of unfinished) this.runner.requestStop(turnId);
    this.hints.feedMoved(userId, { kind: 'resync' });
  }
}
