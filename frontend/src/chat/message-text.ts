import type { ChatMessage } from '@app/chat-protocol';
import { blocksOf } from './answer-blocks';

/** All words of a message, without what tools took and gave. */
export function textOf(message: ChatMessage): string {
  return blocksOf(message)
    .flatMap((block) => (block.kind === 'text' ? block.text : []))
    .join('\n\n');
}

export function reasoningOf(message: ChatMessage): string {
  return message.parts.flatMap((part) => (part.type === 'reasoning' ? part.text : [])).join('\n\n');
}
