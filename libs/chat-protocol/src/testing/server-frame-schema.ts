import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../error-codes.js';
import type { FeedEvent, ServerFrame } from '../frames.js';

type Chunks = Extract<ServerFrame, { type: 'chunk' }>['chunk'];

const code = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]);
const request = { requestId: z.string().min(1) };
const connection = { requestId: z.literal('') };
const status = z.enum(['completed', 'stopped', 'failed', 'interrupted']);

/** Every shape of a frame to our own clients, for tests; `satisfies` keeps it equal to the types. */
export const serverFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), ...request }),
  z.strictObject({
    type: z.literal('chunk'),
    ...request,
    sequence: z.int().min(0),
    // What a chunk may hold is the SDK's to say: the stock transport checks it below.
    chunk: z.custom<Chunks>((value) => typeof value === 'object' && value !== null && 'type' in value),
    offset: z.int().min(1),
  }),
  z.strictObject({ type: z.literal('end'), ...request }),
  z.strictObject({
    type: z.literal('error'),
    ...request,
    errorText: z.string(),
    code,
    retryable: z.boolean(),
    retryAfterMs: z.int().min(0).optional(),
    path: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('no-active'), ...request }),
  z.strictObject({
    type: z.literal('welcome'),
    ...connection,
    userId: z.string(),
    heartbeatIntervalMs: z.int().min(1),
    maxMessageCharacters: z.int().min(1),
    model: z.string(),
  }),
  z.strictObject({
    type: z.literal('accepted'),
    ...request,
    messageId: z.string(),
    turnId: z.uuid(),
    answerId: z.uuid(),
    persistedAt: z.iso.datetime(),
  }),
  z.strictObject({
    type: z.literal('status'),
    ...request,
    turnId: z.uuid(),
    state: z.literal('queued'),
    position: z.int(),
  }),
  z.strictObject({
    type: z.literal('event'),
    ...connection,
    event: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('conversation-changed'), conversationId: z.string() }),
      z.strictObject({ kind: z.literal('conversation-deleted'), conversationId: z.string() }),
      z.strictObject({
        kind: z.literal('turn-started'),
        conversationId: z.string(),
        turnId: z.uuid(),
        userMessageId: z.string(),
        answerId: z.uuid(),
      }),
      z.strictObject({
        kind: z.literal('turn-settled'),
        conversationId: z.string(),
        turnId: z.uuid(),
        answerId: z.uuid(),
        status,
      }),
      z.strictObject({ kind: z.literal('resync') }),
    ]) satisfies z.ZodType<FeedEvent>,
  }),
  z.strictObject({ type: z.literal('pong'), ...request }),
  z.strictObject({ type: z.literal('draining'), ...connection }),
]) satisfies z.ZodType<ServerFrame>;

/** The AI SDK's own: all that a stock socket may be sent. */
export const STOCK_FRAME_TYPES: ReadonlySet<string> = new Set(['start', 'chunk', 'end', 'error', 'no-active']);
