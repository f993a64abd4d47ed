import type { ChatMessage, MessageMetadata } from '@app/chat-protocol';
import type { Emit } from '../models/model-intake.js';
import { toPartChunks } from './part-chunks.js';

/** Nothing of a model has ids like these. */
const KEPT = 'kept-';

/**
 * Makes of what a model adds an answer that repeats what an earlier one had come to and goes on there: where that ended
 * within a text, the model's first text continues it, in the same part. All of it is one step, so that a `reset-step` drops
 * the repetition too.
 *
 * @param emit takes the answer's chunks
 * @returns takes what the model adds, from its `start`
 */
export function continueAnswer(kept: { parts: ChatMessage['parts']; reasoningMs: number | null }, emit: Emit): Emit {
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

  return (chunk) => {
    if (chunk.type === 'start') {
      emit(chunk);
      if (kept.reasoningMs !== null) {
        const messageMetadata: MessageMetadata = { reasoningMs: kept.reasoningMs };
        emit({ type: 'message-metadata', messageMetadata });
      }
      emit({ type: 'start-step' });
      for (const again of repeated) emit(again);
    } else if (chunk.type === 'start-step' && !hasStep) {
      hasStep = true;
    } else if (chunk.type === 'text-start' && !isJoined) {
      isJoined = true;
      joinedId = chunk.id;
    } else if ((chunk.type === 'text-delta' || chunk.type === 'text-end') && chunk.id === joinedId) {
      emit({ ...chunk, id: openId! });
      if (chunk.type === 'text-end') joinedId = null;
    } else {
      emit(chunk);
    }
  };
}
