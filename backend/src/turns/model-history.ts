import type { ChatMessage } from '@app/chat-protocol';
import { convertToModelMessages, type ModelMessage } from 'ai';
import type { Message } from '../conversations/message.entity.js';
import { CONTINUE_PROMPT } from '../models/prompts.js';

/**
 * What the model is shown of a conversation: the text of its newest messages, oldest first, starting with the user's.
 *
 * @param branch messages up to and with the question, oldest first
 * @param maxCharacters older messages that do not fit are left out; the question itself always stays
 */
export function toModelHistory(branch: Message[], maxCharacters: number): Promise<ModelMessage[]> {
  const shown: Omit<ChatMessage, 'id'>[] = [];
  let characters = 0;
  for (const message of branch.toReversed()) {
    characters += message.content.length;
    if (shown.length > 0 && characters > maxCharacters) break;
    // A failed or stopped answer without a word says nothing to the model.
    if (message.content === '') continue;
    const parts = message.parts.filter((part) => part.type === 'text').map(({ type, text }) => ({ type, text }));
    shown.unshift({ role: message.senderType === 'user' ? 'user' : 'assistant', parts });
  }
  while (shown[0]?.role === 'assistant') shown.shift();
  return convertToModelMessages(shown);
}

/** The same, when the model shall go on with an answer to the question: what came of it, and the wish. */
export async function toContinuedHistory(
  branch: Message[],
  unfinished: string,
  maxCharacters: number,
): Promise<ModelMessage[]> {
  return [
    ...(await toModelHistory(branch, maxCharacters - unfinished.length)),
    { role: 'assistant', content: unfinished },
    { role: 'user', content: CONTINUE_PROMPT },
  ];
}
