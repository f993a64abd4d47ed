import { toStorableText, type ConversationFilter } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Branches } from './branches.js';
import { Conversation } from './conversation.entity.js';
import type { ConversationCursor } from './page-cursor.js';

/** What a user may change of a conversation. */
export type ConversationChanges = Partial<
  Pick<Conversation, 'title' | 'isPinned' | 'isArchived' | 'isUnread' | 'instructions'>
> & { shownMessageId?: string };

const WHERE: Record<ConversationFilter, string> = {
  active: 'NOT c.is_pinned AND NOT c.is_archived',
  pinned: 'c.is_pinned AND NOT c.is_archived',
  archived: 'c.is_archived',
};

/** The conversations of users, whatever is said in them. */
@Injectable()
export class ConversationsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly branches: Branches,
  ) {}

  /** Newest first. `before` is the last conversation of the page above; null = from the newest. */
  async list(
    userId: string,
    filter: ConversationFilter,
    before: ConversationCursor | null,
    limit: number,
  ): Promise<Conversation[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(Conversation, 'c')
      .where('c.userId = :userId', { userId })
      .andWhere(WHERE[filter])
      .orderBy('c.lastUpdateTime', 'DESC')
      .addOrderBy('c.id', 'DESC')
      .limit(limit);
    if (before)
      query.andWhere('(c.lastUpdateTime, c.id) < (:time, :id)', { time: before.lastUpdateTime, id: before.id });
    return query.getMany();
  }

  /** Null = the user has no such conversation. */
  find(userId: string, id: string): Promise<Conversation | null> {
    return this.dataSource.manager.findOneBy(Conversation, { userId, id });
  }

  /**
   * Changes only what is named; a title given here is the user's. `shownMessageId` shows the branch through that message.
   *
   * @returns false = the user has no such conversation or message, and nothing is changed
   */
  update(userId: string, id: string, { shownMessageId, ...changes }: ConversationChanges): Promise<boolean> {
    const origin = changes.title === undefined ? {} : { titleOrigin: 'user' as const };
    return this.dataSource.transaction(async (manager) => {
      // Whoever adds a message holds the conversation too: what is shown is decided by one at a time.
      const held = await manager.findOne(Conversation, {
        select: { id: true },
        where: { userId, id },
        lock: { mode: 'for_no_key_update' },
      });
      if (held === null) return false;
      if (shownMessageId !== undefined && !(await this.show(manager, userId, id, shownMessageId))) return false;
      if (Object.keys(changes).length > 0)
        await manager.update(Conversation, { userId, id }, { ...changes, ...origin });
      return true;
    });
  }

  /**
   * What a title is to be written from: a first answer, completed, and its question.
   *
   * @returns null = it has a title already, or the answer is not the first
   */
  async findUntitled(
    userId: string,
    id: string,
    answerId: string,
  ): Promise<{ question: string; answer: string } | null> {
    const rows: { question: string; answer: string }[] = await this.dataSource.query(
      `SELECT q.content AS question, a.content AS answer
       FROM conversations c
       JOIN messages a ON a.user_id = c.user_id AND a.conversation_id = c.id AND a.id = $3 AND a.status = 'completed'
       JOIN messages q ON q.user_id = c.user_id AND q.conversation_id = c.id AND q.id = a.parent_id
       WHERE c.user_id = $1 AND c.id = $2 AND c.title_origin = 'question' AND NOT EXISTS (
         SELECT 1 FROM messages e WHERE e.user_id = c.user_id AND e.conversation_id = c.id
           AND e.sender_type = 'ai' AND e.status = 'completed' AND e.seq < a.seq)`,
      [userId, id, answerId],
    );
    return rows[0] ?? null;
  }

  /** False = there is a title already that is not the first words, or no such conversation. */
  async saveModelTitle(userId: string, id: string, title: string): Promise<boolean> {
    const result = await this.dataSource.manager.update(
      Conversation,
      { userId, id, titleOrigin: 'question' },
      { title: toStorableText(title), titleOrigin: 'model' },
    );
    return result.affected === 1;
  }

  /** Deletes it with all its messages and turns; false = the user has no such conversation. */
  async delete(userId: string, id: string): Promise<boolean> {
    const result = await this.dataSource.manager.delete(Conversation, { userId, id });
    return result.affected === 1;
  }

  /** Deletes all of a user's, with all their messages and turns. */
  async deleteAll(userId: string): Promise<void> {
    await this.dataSource.manager.delete(Conversation, { userId });
  }

  /**
   * Shows the branch through a message, down to its newest one; nothing changes when it is shown already.
   *
   * @returns false = the user has no such message
   */
  private async show(manager: EntityManager, userId: string, id: string, messageId: string): Promise<boolean> {
    if (await this.branches.listDown(userId, id, messageId, 1, manager)) return true;
    const shownMessageId = await this.branches.findNewestBelow(manager, userId, id, messageId);
    if (shownMessageId === null) return false;
    await manager.update(Conversation, { userId, id }, { shownMessageId });
    return true;
  }
}
