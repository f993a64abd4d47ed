import type { ChatMessage } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { FeedbackRepository } from '../feedback/feedback.repository.js';
import { Branches } from './branches.js';
import { toChatMessage } from './message-view.js';
import { MessagesRepository } from './messages.repository.js';

/** Stored messages as the page holds them, with what only their neighbours tell. */
@Injectable()
export class MessageViews {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly branches: Branches,
    private readonly feedback: FeedbackRepository,
  ) {}

  /** In the order of the ids; what the user has not is left out. */
  async of(userId: string, conversationId: string, ids: string[]): Promise<ChatMessage[]> {
    const messages = await this.messages.listByIds(userId, conversationId, ids);
    const parentIds = messages.map(({ parentId }) => parentId);
    const siblings = await this.branches.findSiblings(userId, conversationId, parentIds);
    const opinions = await this.feedback.findOf(userId, conversationId, ids);
    return messages.map((message) => {
      const view = toChatMessage(message);
      const branchIds = siblings.get(message.id);
      const feedback = opinions.get(message.id);
      const metadata = {
        ...view.metadata,
        ...(branchIds && { branch: { ids: branchIds } }),
        ...(feedback && { feedback }),
      };
      return { ...view, metadata };
    });
  }
}
