import type { ConversationView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { TurnsRepository } from '../turns/turns.repository.js';
import type { Conversation } from './conversation.entity.js';

/** Conversations as the page holds them. */
@Injectable()
export class ConversationViews {
  constructor(private readonly turns: TurnsRepository) {}

  async of(userId: string, conversations: Conversation[]): Promise<ConversationView[]> {
    const answering = await this.turns.findAnswering(
      userId,
      conversations.map(({ id }) => id),
    );
    return conversations.map((one) => ({
      id: one.id,
      title: one.title,
      startTime: one.startTime.toISOString(),
      lastUpdateTime: one.lastUpdateTime.toISOString(),
      isAnswering: answering.has(one.id),
      isPinned: one.isPinned,
      isArchived: one.isArchived,
      isUnread: one.isUnread,
      instructions: one.instructions,
    }));
  }
}
