import { Injectable } from '@nestjs/common';
import { Branches } from './branches.js';

/** Which messages a page holds. */
export interface PageOfIds {
  /** Oldest first. */
  ids: string[];
  /** The last message of the page above; null = the conversation starts here. */
  olderId: string | null;
  /** The message behind which the page below begins; null = the shown branch ends here. */
  newerThanId: string | null;
}

/** Where a page begins; `end` = with the end of the shown branch. */
export type PageStart = { at: 'end' } | { at: 'up-to' | 'behind' | 'around'; messageId: string };

/** Pages of a conversation's shown branch. */
@Injectable()
export class MessagePages {
  constructor(private readonly branches: Branches) {}

  /** Null = the user has no such conversation, or the message is not where it should be. */
  find(userId: string, conversationId: string, start: PageStart, limit: number): Promise<PageOfIds | null> {
    switch (start.at) {
      case 'end':
        return this.findUp(userId, conversationId, null, limit);
      case 'up-to':
        return this.findUp(userId, conversationId, start.messageId, limit);
      case 'behind':
        return this.findDown(userId, conversationId, start.messageId, limit);
      case 'around':
        return this.findAround(userId, conversationId, start.messageId, limit);
    }
  }

  private async findUp(
    userId: string,
    conversationId: string,
    messageId: string | null,
    limit: number,
  ): Promise<PageOfIds | null> {
    const ids = await this.branches.listUp(userId, conversationId, messageId, limit + 1);
    if (ids.length === 0) return null;
    const hasOlder = ids.length > limit;
    return { ids: ids.slice(hasOlder ? 1 : 0), olderId: hasOlder ? ids[0] : null, newerThanId: messageId };
  }

  private async findDown(
    userId: string,
    conversationId: string,
    messageId: string,
    limit: number,
  ): Promise<PageOfIds | null> {
    const ids = await this.branches.listDown(userId, conversationId, messageId, limit + 2);
    if (ids === null) return null;
    const hasNewer = ids.length > limit + 1;
    const page = ids.slice(1, limit + 1);
    return { ids: page, olderId: messageId, newerThanId: hasNewer ? (page.at(-1) ?? messageId) : null };
  }

  /** Half of it is newer than the message, unless there is less. */
  private async findAround(
    userId: string,
    conversationId: string,
    messageId: string,
    limit: number,
  ): Promise<PageOfIds | null> {
    const below = await this.findDown(userId, conversationId, messageId, Math.floor(limit / 2));
    if (below === null) return null;
    const above = await this.findUp(userId, conversationId, messageId, limit - below.ids.length);
    if (above === null) return null;
    return { ids: [...above.ids, ...below.ids], olderId: above.olderId, newerThanId: below.newerThanId };
  }
}
