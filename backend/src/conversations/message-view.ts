import type { ChatMessage, MessageMetadata } from '@app/chat-protocol';
import type { Message } from './message.entity.js';

/** A stored message as the page and the AI SDK hold it. */
export function toChatMessage(message: Message): ChatMessage {
  const metadata: MessageMetadata = {
    status: message.status,
    createdAt: message.timestamp.toISOString(),
    parentId: message.parentId,
  };
  if (message.senderType === 'ai') metadata.model = message.model;
  if (message.usage) metadata.usage = message.usage;
  if (message.reasoningMs !== null) metadata.reasoningMs = message.reasoningMs;
  if (message.error) metadata.error = message.error;
  return { id: message.id, role: message.senderType === 'user' ? 'user' : 'assistant', parts: message.parts, metadata };
}
