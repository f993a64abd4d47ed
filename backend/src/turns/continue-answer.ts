import type { ChatMessage, MessageMetadata } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import { toPartChunks } from './part-chunks.js';

/** Nothing of a model has ids like these. */
const KEPT = 'kept-';

/**
 * An answer that repeats what an earlier one had come to and goes on there: where that ended within a text, the model's
 * first text continues it, in the same part. All of it is one step, so that a `reset-step` drops the repetition too.
 *
 * @param more what the model adds, from its `start`
 */
export async function* continueAnswer(
  kept: { parts: ChatMessage['parts']; reasoningMs: number | null },
  more: AsyncIterable<UIMessageChunk>,
): AsyncGenerator<UIMessageChunk> {
  const repeated = toPartChunks(
    kept.parts.filter(({ type }) => type !== 'step-start'),
    KEPT,
  );
  const last = repeated.at(-1);
  const openId = last?.type === 'text-end' ? last.id : null;
  if (openId !== null) repeated.pop();
  let hasStep = false;
  /** The model's name for the text that goes on; null = it has not come yet, or has ended. */
  let joinedId: string | null = null;
  let isJoined = openId === null;

  for await (const chunk of more) {
    if (chunk.type === 'start') {
      yield chunk;
      if (kept.reasoningMs !== null) {
        const messageMetadata: MessageMetadata = { reasoningMs: kept.reasoningMs };
        yield { type: 'message-metadata', messageMetadata };
      }
      yield { type: 'start-step' };
      yield* repeated;
    } else if (chunk.type === 'start-step' && !hasStep) {
      hasStep = true;
    } else if (chunk.type === 'text-start' && !isJoined) {
      isJoined = true;
      joinedId = chunk.id;
    } else if ((chunk.type === 'text-delta' || chunk.type === 'text-end') && chunk.id === joinedId) {
      yield { ...chunk, id: openId! };
      if (chunk.type === 'text-end') joinedId = null;
    } else {
      yield chunk;
    }
  }
}
