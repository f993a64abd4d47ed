import { ChatError, type ChatMessage, type MessageMetadata } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import type { Message } from '../conversations/message.entity.js';
import { toChatMessage } from '../conversations/message-view.js';
import { toPartChunks } from '../turns/part-chunks.js';
import type { ReadChunk } from '../turns/read-chunk.js';

/**
 * A stored answer as the chunks that make it, for turns whose log has expired. Positions in an expired log mean nothing any
 * more: a reader that has a part of it, or of such a replay, is told to drop that and gets the whole answer again. It keeps
 * its position, so that a link that breaks on the way does no harm. Whatever the model did, an answer is one step.
 *
 * @param offset 0 = the reader has nothing yet
 * @throws ChatError `not-found` for null
 */
export async function* replayMessage(answer: Message | null, offset: number): AsyncGenerator<ReadChunk[]> {
  if (answer === null) throw new ChatError('not-found');
  const message = toChatMessage(answer);
  const chunks = [...beginning(message, offset), ending(message.metadata ?? {})];
  yield chunks.map((chunk, index) => ({
    json: JSON.stringify(chunk),
    offset: offset === 0 ? index + 1 : Math.max(offset, index),
    isLast: index === chunks.length - 1,
    isReplay: true,
  }));
}

function beginning({ id, parts, metadata }: ChatMessage, offset: number): UIMessageChunk[] {
  const made = toPartChunks(parts);
  if (offset === 0) return [{ type: 'start', messageId: id, messageMetadata: metadata }, ...made];
  // The begin of a step, which is the second chunk of a log, is all that outlives the reset.
  const again = offset === 1 ? made : made.filter(({ type }) => type !== 'start-step');
  return [{ type: 'reset-step' }, { type: 'message-metadata', messageMetadata: metadata }, ...again];
}

function ending({ status, error }: MessageMetadata): UIMessageChunk {
  if (status === 'failed' && error) return { type: 'error', errorText: error.text };
  if (status === 'stopped') return { type: 'abort', reason: 'stopped' };
  return { type: 'finish', finishReason: status === 'interrupted' ? 'interrupted' : 'stop' };
}
