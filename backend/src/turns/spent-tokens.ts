import type { ErrorCode, MessageMetadata, WireError } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import type { SpentTokens } from '../quotas/quotas.repository.js';
import type { TurnEnd } from './turns.repository.js';

/** Failures of a service that has worked on a request all the same, and wants to be paid for it. */
const WORKED_ON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'service-slow',
  'service-silent',
  'service-cut',
  'content-filtered',
  'answer-too-long',
]);

/**
 * What the last call of a turn's model has used.
 *
 * @param chunks all of the turn's log; what a `reset-step` dropped was another call's
 */
export function spentTokens(
  chunks: readonly UIMessageChunk[],
  end: TurnEnd,
  { inputTokens, outputTokens }: NonNullable<MessageMetadata['usage']>,
): SpentTokens {
  const outputBytes = bytesOf(chunks.slice(chunks.findLastIndex(({ type }) => type === 'reset-step') + 1));
  const isCounted = inputTokens !== undefined && outputTokens !== undefined;
  return {
    tokens: isCounted ? inputTokens + outputTokens : null,
    outputBytes,
    wasAsked: outputBytes > 0 || !isRefusal(end.error),
  };
}

function isRefusal(error: WireError | null): boolean {
  return error !== null && !WORKED_ON.has(error.code);
}

function bytesOf(chunks: readonly UIMessageChunk[]): number {
  let bytes = 0;
  for (const chunk of chunks) {
    if (chunk.type === 'text-delta' || chunk.type === 'reasoning-delta') bytes += Buffer.byteLength(chunk.delta);
    else if (chunk.type === 'tool-input-delta') bytes += Buffer.byteLength(chunk.inputTextDelta);
  }
  return bytes;
}
