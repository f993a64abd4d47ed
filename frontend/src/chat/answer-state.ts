import { type ChatMessage, ERRORS } from '@app/chat-protocol';
import type { ChatStatus } from 'ai';
import { texts } from '../ui/texts';

export type AnswerState = 'running' | 'completed' | 'stopped' | 'failed' | 'interrupted';

/**
 * How far an answer is. The server's word counts; without one the answer is being made on this page and is as far as its
 * chat is.
 */
export function answerState(message: ChatMessage, isLast: boolean, status: ChatStatus): AnswerState {
  const known = message.metadata?.status;
  if (known !== undefined && known !== 'pending') return known;
  if (isLast && status === 'error') return 'failed';
  if (known === 'pending') return 'running';
  return isLast && isBusy(status) ? 'running' : 'completed';
}

export function isBusy(status: ChatStatus): boolean {
  return status === 'submitted' || status === 'streaming';
}

export interface Problem {
  text: string;
  isRetryable: boolean;
}

const SENTENCES: ReadonlyMap<string, boolean> = new Map(
  Object.values(ERRORS).map(({ text, retryable }) => [text, retryable]),
);

/** What to tell about a failed answer. `message` is undefined when the request failed before there was one. */
export function problemOf(message: ChatMessage | undefined, error: Error | undefined): Problem {
  const known = message?.metadata?.error;
  if (known !== undefined) return { text: known.text, isRetryable: known.retryable };
  const isRetryable = SENTENCES.get(error?.message ?? '');
  // Only the catalogue's sentences are for users; anything else is a fault inside the page or its transport.
  if (error === undefined || isRetryable === undefined) return { text: texts.message.failed, isRetryable: true };
  return { text: error.message, isRetryable };
}
