import type { ChatMessage } from '@app/chat-protocol';

/**
 * A stored page laid over what is shown: older loaded messages stay, messages that only this page knows stay behind the
 * message they follow, and unchanged messages keep their identity, so that nothing is rendered again.
 */
export function mergeHistory(shown: ChatMessage[], stored: ChatMessage[]): ChatMessage[] {
  const storedIds = new Set(stored.map((message) => message.id));
  const shownById = new Map(shown.map((message) => [message.id, message]));
  const firstShared = shown.findIndex((message) => message.id === stored[0]?.id);
  const older = firstShared === -1 ? [] : shown.slice(0, firstShared);
  const unsent = shown.filter((message) => isUnsent(message) && !storedIds.has(message.id));
  const path = [...older, ...stored.map((message) => keepIdentity(shownById.get(message.id), message))];
  return unsent.reduce(appendUnsent, path);
}

/**
 * A path with a message of the user at its end that is not stored. What the server has behind its parent is another
 * branch from then on: it is an edit. Where the parent is not on the path, the message just comes last.
 */
export function appendUnsent(path: ChatMessage[], message: ChatMessage): ChatMessage[] {
  const parentId = message.metadata?.parentId;
  if (parentId === null) return [message];
  const parent = path.findIndex(({ id }) => id === parentId);
  return [...(parent === -1 ? path : path.slice(0, parent + 1)), message];
}

export function isUnsent(message: ChatMessage): boolean {
  return message.role === 'user' && message.metadata?.createdAt === undefined;
}

function keepIdentity(shown: ChatMessage | undefined, stored: ChatMessage): ChatMessage {
  return shown !== undefined && JSON.stringify(shown) === JSON.stringify(stored) ? shown : stored;
}
