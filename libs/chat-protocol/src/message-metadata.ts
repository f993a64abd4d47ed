import type { UIMessage } from 'ai';
import type { WireError } from './error-codes.js';

/** How far a message is. `pending` = its answer is queued or streaming. */
export type MessageStatus = 'pending' | 'completed' | 'stopped' | 'failed' | 'interrupted';

/** Why an answer was liked or not: the closed set, by rating. */
export const FEEDBACK_REASONS = {
  up: ['accurate', 'helpful', 'well-written', 'other'],
  down: ['incorrect', 'incomplete', 'not-followed', 'too-long', 'style', 'slow', 'unsafe', 'other'],
} as const;

export type FeedbackRating = keyof typeof FEEDBACK_REASONS;
export type FeedbackReason = (typeof FEEDBACK_REASONS)[FeedbackRating][number];

/**
 * What the user thinks of an answer. `PUT /api/v1/conversations/:id/messages/:messageId/feedback` takes it (`reasons` and
 * `comment` may be left out) and answers it; `DELETE` there answers 204.
 */
export interface Feedback {
  rating: FeedbackRating;
  /** Those of its rating only; empty = none given. */
  reasons: FeedbackReason[];
  /** At most 2,000 characters; empty string = none. */
  comment: string;
}

/** What Throughline tells about a message besides its parts; travels as the AI SDK's message metadata. */
export interface MessageMetadata {
  /** Absent on a message only its sender knows so far. */
  status?: MessageStatus;
  /** When the server stored it, ISO 8601. */
  createdAt?: string;
  /** The message it follows; null = the first of its conversation. */
  parentId?: string | null;
  /** The turn that answers it (user) or made it (AI); null = none is kept any more. */
  turnId?: string | null;
  /** The model that answered; only on AI messages. */
  model?: string | null;
  /** Tokens as the AI service counted them; absent until the answer ended, or when the service told none. */
  usage?: { inputTokens?: number; outputTokens?: number };
  /** Why the answer failed; only with status `failed`. */
  error?: WireError;
  /** Milliseconds the model spent on its reasoning parts; absent = it showed none. */
  reasoningMs?: number;
  /** Only where the message has siblings (same parent, same role): all their ids, oldest first, its own among them. */
  branch?: { ids: string[] };
  /** Absent = the user has given none. */
  feedback?: Feedback;
}

/** What a running answer is waiting for: the data of transient `data-status` chunks, which become no part of it. */
export type AnswerStatus =
  /** The AI service is asked again, in so many milliseconds. */
  | { state: 'retrying'; retryAfterMs: number }
  /** The process that worked on it died; another goes on. `reset-step` follows where a step is made again. */
  | { state: 'taken-over' };

/** A message as the page, the REST history and the wire's chunks hold it. */
export type ChatMessage = UIMessage<MessageMetadata, { status: AnswerStatus }>;
