import type { ChatMessage } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';

/** Stored parts as the chunks that make them again. @param idPrefix begins the ids of texts and reasonings */
export function toPartChunks(parts: ChatMessage['parts'], idPrefix = ''): UIMessageChunk[] {
  return parts.flatMap((part, index): UIMessageChunk[] => {
    const id = `${idPrefix}${index}`;
    switch (part.type) {
      case 'step-start':
        return [{ type: 'start-step' }];
      case 'text':
      case 'reasoning':
        return [
          { type: `${part.type}-start`, id },
          { type: `${part.type}-delta`, id, delta: part.text },
          { type: `${part.type}-end`, id },
        ];
      case 'source-url':
      case 'source-document':
      case 'file':
        return [part];
      default:
        return [];
    }
  });
}
