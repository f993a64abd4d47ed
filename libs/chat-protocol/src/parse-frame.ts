import { z } from 'zod';
import type { ErrorCode } from './error-codes.js';
import type { ClientFrame, UserMessage } from './frames.js';
import { FRAME_LIMITS } from './limits.js';

/**
 * The outcome of reading one frame. On failure `requestId` is the frame's own where it had a usable one, so that the
 * error can be answered; null = nobody to answer, the socket must be closed.
 */
export type ParsedFrame =
  | { ok: true; frame: ClientFrame }
  | { ok: false; requestId: string | null; code: ErrorCode; reason: string };

/** Shape of every id a client makes. */
export const idSchema = z.string().regex(new RegExp(`^[A-Za-z0-9_-]{1,${FRAME_LIMITS.idCharacters}}$`));
const id = idSchema;
/** No turn gets this far, and a reader that says it did can still be counted on from. */
const MAX_POSITION = 2 ** 52;
const position = z.int().min(0).max(MAX_POSITION);

const envelope = { requestId: id };
/** Sent by stock clients: history, model and identity come from the server, only `body.continue` of a `send` counts. */
const ignored = {
  headers: z.unknown().optional(),
  body: z.unknown().optional(),
  metadata: z.unknown().optional(),
};

const frameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('send'),
    ...envelope,
    ...ignored,
    id,
    trigger: z.enum(['submit-message', 'regenerate-message']),
    messageId: id.nullish(),
    messages: z.array(z.looseObject({ id, role: z.enum(['user', 'assistant', 'system']) })).min(1),
    offset: position.optional(),
    lastSequence: position.optional(),
  }),
  z.strictObject({
    type: z.literal('resume'),
    ...envelope,
    ...ignored,
    id,
    turnId: id.optional(),
    offset: position.optional(),
    lastSequence: position.nullish(),
  }),
  z.strictObject({ type: z.literal('abort'), ...envelope }),
  z.strictObject({ type: z.literal('stop'), ...envelope, turnId: id }),
  z.strictObject({ type: z.literal('ping'), ...envelope }),
]);

const continueSchema = z.looseObject({ continue: z.literal(true) });
const partsSchema = z.array(z.looseObject({ type: z.string() }));
const textPartSchema = z.looseObject({ type: z.literal('text'), text: z.string() });

/**
 * Reads one frame of a client that is not trusted.
 *
 * @param text the frame as received, already capped in bytes by the socket
 * @param maxMessageCharacters longest text of a user message, summed over its parts
 * @returns the frame, or why not; never throws
 */
export function parseFrame(text: string, maxMessageCharacters: number): ParsedFrame {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, requestId: null, code: 'bad-frame', reason: 'not JSON' };
  }
  const hostile = findHostileShape(value);
  if (hostile !== null) return { ok: false, requestId: null, code: 'bad-frame', reason: hostile };

  const requestId = readRequestId(value);
  const fail = (code: ErrorCode, reason: string): ParsedFrame => ({ ok: false, requestId, code, reason });

  if (hasTooMany((value as { messages?: unknown }).messages, FRAME_LIMITS.messages)) {
    return fail('bad-frame', 'too many messages');
  }
  const parsed = frameSchema.safeParse(value);
  if (!parsed.success) return fail('bad-frame', describe(parsed.error));
  const frame = parsed.data;

  switch (frame.type) {
    case 'send': {
      const last = frame.messages.at(-1)!;
      if (last.role !== 'user') return fail('unsupported', 'the last message must be the user’s');
      const message = readUserMessage(last.id, last.parts, maxMessageCharacters);
      if ('code' in message) return fail(message.code, message.reason);
      const isContinued = frame.trigger === 'regenerate-message' && continueSchema.safeParse(frame.body).success;
      if (isContinued && !frame.messageId) return fail('bad-frame', 'messageId: which answer shall go on?');
      return {
        ok: true,
        frame: {
          type: 'send',
          requestId: frame.requestId,
          id: frame.id,
          trigger: frame.trigger,
          message,
          earlierIds: frame.messages.slice(0, -1).map((earlier) => earlier.id),
          continuesId: isContinued ? frame.messageId! : null,
          ...readPosition(frame),
        },
      };
    }
    case 'resume':
      return {
        ok: true,
        frame: {
          type: 'resume',
          requestId: frame.requestId,
          id: frame.id,
          turnId: frame.turnId,
          ...readPosition(frame),
        },
      };
    default:
      return { ok: true, frame };
  }
}

/** Makes a string PostgreSQL can store: NUL and lone surrogates become U+FFFD; everything else stays as it is. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}

/** A sequence without an offset says nothing about the log (replays are merged), so it counts only beside one. */
function readPosition(frame: { offset?: number | undefined; lastSequence?: number | null | undefined }) {
  if (frame.offset === undefined) return { offset: 0, nextSequence: 0 };
  return { offset: frame.offset, nextSequence: frame.lastSequence == null ? 0 : frame.lastSequence + 1 };
}

function readUserMessage(
  messageId: string,
  value: unknown,
  maxMessageCharacters: number,
): UserMessage | { code: ErrorCode; reason: string } {
  if (hasTooMany(value, FRAME_LIMITS.parts)) return { code: 'bad-frame', reason: 'too many parts' };
  const parts = partsSchema.safeParse(value);
  if (!parts.success) return { code: 'bad-frame', reason: describe(parts.error) };
  const texts: UserMessage['parts'] = [];
  let characters = 0;
  for (const part of parts.data) {
    const text = textPartSchema.safeParse(part);
    if (!text.success) return { code: 'unsupported', reason: 'only text parts are supported' };
    characters += text.data.text.length;
    if (characters > maxMessageCharacters) {
      return { code: 'message-too-long', reason: `more than ${maxMessageCharacters} characters` };
    }
    texts.push({ type: 'text', text: toStorableText(text.data.text) });
  }
  if (texts.every((part) => part.text.trim() === '')) return { code: 'message-empty', reason: 'no text' };
  return { id: messageId, parts: texts };
}

function readRequestId(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('requestId' in value)) return null;
  const parsed = id.safeParse(value.requestId);
  return parsed.success ? parsed.data : null;
}

/**
 * Level by level, so that nesting cannot overflow the stack, and without an object for each value: a frame of tiny ones
 * holds very many. Returns what is wrong, or null.
 */
function findHostileShape(root: unknown): string | null {
  if (!isObject(root) || Array.isArray(root)) return 'not an object';
  let values = 0;
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    values += level.length;
    if (values > FRAME_LIMITS.values) return 'too many values';
    if (depth > FRAME_LIMITS.depth) return 'nested too deeply';
    const below: object[] = [];
    for (const value of level) {
      if (Array.isArray(value)) {
        for (const child of value) if (isObject(child)) below.push(child);
        continue;
      }
      const keys = Object.keys(value);
      if (keys.length > FRAME_LIMITS.keys) return 'too many keys';
      for (const key of keys) {
        if (key === '__proto__' || key === 'prototype') return 'forbidden key';
        const child: unknown = value[key as keyof typeof value];
        if (isObject(child)) below.push(child);
      }
    }
    level = below;
  }
  return null;
}

/** Said before a schema looks at each of them. */
function hasTooMany(value: unknown, most: number): boolean {
  return Array.isArray(value) && value.length > most;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function describe(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'frame'}: ${issue.message}`.slice(0, 200) : 'invalid';
}
