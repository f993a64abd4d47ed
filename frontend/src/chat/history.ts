import type { MessagePage } from '@app/chat-protocol';
import { listMessages, patchConversation } from '../api/conversations';
import { RequestError } from '../api/request';

/**
 * A page that holds the message, on whichever branch it is; the conversation shows that branch from then on.
 * Null = there is no such message. Rejects when the server cannot be asked.
 */
export async function findPageAround(conversationId: string, messageId: string): Promise<MessagePage | null> {
  try {
    return await listMessages(conversationId, { around: messageId });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  try {
    await patchConversation(conversationId, { shownMessageId: messageId });
    return await listMessages(conversationId, { around: messageId });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return null;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof RequestError && error.status === 404;
}
