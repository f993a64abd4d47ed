import type { ChatMessage } from '@app/chat-protocol';
import { type DynamicToolUIPart, isToolUIPart, type ToolUIPart } from 'ai';

/** One call of a tool, as the AI SDK tells about it. */
export type ToolPart = ToolUIPart | DynamicToolUIPart;

/** What an answer consists of, in the order in which the model said and did it. */
export type AnswerBlock = { kind: 'text'; text: string } | { kind: 'tool'; part: ToolPart };

/** Texts that follow each other are one: an answer that was stopped goes on in mid-sentence. */
export function blocksOf(message: ChatMessage): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  for (const part of message.parts) {
    const last = blocks.at(-1);
    if (isToolUIPart(part)) blocks.push({ kind: 'tool', part });
    else if (part.type !== 'text' || part.text === '') continue;
    else if (last?.kind === 'text') last.text += part.text;
    else blocks.push({ kind: 'text', text: part.text });
  }
  return blocks;
}
