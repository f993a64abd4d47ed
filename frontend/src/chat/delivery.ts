import type { ChatMessage } from '@app/chat-protocol';

export type Delivery = 'sending' | 'when-online' | 'saved' | 'not-sent';

/** How far a message of the user is. Only the server stamps `createdAt`, in history and with `accepted`. */
export function deliveryOf(message: ChatMessage, isOnItsWay: boolean, isLinkUp: boolean): Delivery {
  if (message.metadata?.createdAt !== undefined) return 'saved';
  if (!isOnItsWay) return 'not-sent';
  return isLinkUp ? 'sending' : 'when-online';
}
