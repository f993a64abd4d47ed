import { setTimeout } from 'node:timers/promises';
import type { ChatError, ErrorCode } from '@app/chat-protocol';
import { callModel, type ModelCallOptions } from './model-call.js';
import type { Emit } from './model-intake.js';
import { toChatError } from './model-errors.js';

export interface StreamAnswerOptions extends ModelCallOptions {
  /** Goes into the `start` chunk. */
  answerId: string;
  /** How often a failed call is repeated while nothing has arrived. */
  retries: number;
  /** Milliseconds until the first content, all attempts and the waits between them included. */
  firstChunkTimeoutMs: number;
  /** Milliseconds until the last. */
  maxAnswerMs: number;
  /** Ends the stream quietly. */
  signal: AbortSignal;
  onRetry?(info: { attempt: number; delayMs: number; error: ChatError }): void;
}

/** Failures that may pass by themselves. A timeout is not among them: the user has waited long enough. */
const RETRIED: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['rate-limited', 'service-unavailable']);

const FIRST_DELAY_MS = 500;

/** A service that wants more time is not asked again. */
const LONGEST_DELAY_MS = 20_000;

/**
 * Emits the model's answer as UI-message chunks: `start`, the step, `finish` with usage and model. When `signal` is aborted
 * it ends without one; that closes the connection to the AI service at once.
 *
 * @param emit called with each chunk as it comes
 * @throws ChatError when the answer failed, behind everything that had arrived
 */
export async function streamAnswer(options: StreamAnswerOptions, emit: Emit): Promise<void> {
  const { signal } = options;
  const startedAt = performance.now();
  const firstContentBy = startedAt + options.firstChunkTimeoutMs;
  const endBy = startedAt + options.maxAnswerMs;
  let hasBegun = false;
  const emitContent: Emit = (chunk) => {
    hasBegun = true;
    emit(chunk);
  };

  if (!signal.aborted) emit({ type: 'start', messageId: options.answerId });
  for (let attempt = 1; !signal.aborted; attempt++) {
    try {
      return await callModel(options, { firstContentBy, endBy }, signal, emitContent);
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toChatError(thrown, hasBegun ? 'mid-answer' : 'before-first-chunk');
      const delayMs = error.retryAfterMs ?? backoffMs(attempt);
      const isHopeless = delayMs > LONGEST_DELAY_MS || performance.now() + delayMs >= firstContentBy;
      if (hasBegun || attempt > options.retries || !RETRIED.has(error.code) || isHopeless) throw error;
      options.onRetry?.({ attempt, delayMs, error });
      // Rejects when the signal is aborted, and then the loop ends.
      await setTimeout(delayMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Doubles with every attempt; between half and all of it, so that many servers do not come back at once. */
function backoffMs(attempt: number): number {
  return Math.round(FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
}
