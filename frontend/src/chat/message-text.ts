import type { ChatMessage } from '@app/chat-protocol';

export function textOf(message: ChatMessage): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export function reasoningOf(message: ChatMessage): string {
  return message.parts.flatMap((part) => (part.type === 'reasoning' ? part.text : [])).join('\n\n');
}
