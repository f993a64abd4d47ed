import { z } from 'zod';
import type { ErrorCode } from './error-codes.js';
import type { ClientFrame, UserMessage } from './frames.js';
import { FRAME_LIMITS } from './limits.js';

/** What is wrong with a frame. `reason` is for tests and debuggers. */
interface Fault {
  code: ErrorCode;
  reason: string;
  /** Where in the frame, as `messages.0.parts.2`; null = the frame as a whole. Names at most one key that is the client's own. */
  path: string | null;
}

/**
 * The outcome of reading one frame. On failure `requestId` is the frame's own where it had a usable one, so that the
 * error can be answered; null = nobody to answer, the socket must be closed.
 */
export type ParsedFrame = { ok: true; frame: ClientFrame } | ({ ok: false; requestId: string | null } & Fault);

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
    return { ok: false, requestId: null, code: 'bad-frame', reason: 'not JSON', path: null };
  }
  const hostile = findHostileShape(value);
  if (hostile !== null) return { ok: false, requestId: null, code: 'bad-frame', reason: hostile, path: null };

  const requestId = readRequestId(value);
  const fail = (fault: Fault): ParsedFrame => ({ ok: false, requestId, ...fault });

  if (hasTooMany((value as { messages?: unknown }).messages, FRAME_LIMITS.messages)) {
    return fail({ code: 'bad-frame', reason: 'too many messages', path: 'messages' });
  }
  const parsed = frameSchema.safeParse(value);
  if (!parsed.success) return fail(faultOf(parsed.error, []));
  const frame = parsed.data;

  switch (frame.type) {
    case 'send': {
      const last = frame.messages.at(-1)!;
      const path = ['messages', frame.messages.length - 1];
      if (last.role !== 'user') {
        return fail({
          code: 'unsupported',
          reason: 'the last message must be the user’s',
          path: named([...path, 'role']),
        });
      }
      const message = readUserMessage(last.id, last.parts, maxMessageCharacters, [...path, 'parts']);
      if ('code' in message) return fail(message);
      const isContinued = frame.trigger === 'regenerate-message' && continueSchema.safeParse(frame.body).success;
      if (isContinued && !frame.messageId) {
        return fail({ code: 'bad-frame', reason: 'which answer shall go on?', path: 'messageId' });
      }
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
  path: PropertyKey[],
): UserMessage | Fault {
  const fault = (code: ErrorCode, reason: string, at = path): Fault => ({ code, reason, path: named(at) });
  if (hasTooMany(value, FRAME_LIMITS.parts)) return fault('bad-frame', 'too many parts');
  const parts = partsSchema.safeParse(value);
  if (!parts.success) return faultOf(parts.error, path);
  const texts: UserMessage['parts'] = [];
  let characters = 0;
  for (const [index, part] of parts.data.entries()) {
    const text = textPartSchema.safeParse(part);
    if (!text.success) return fault('unsupported', 'only text parts are supported', [...path, index]);
    characters += text.data.text.length;
    if (characters > maxMessageCharacters) {
      return fault('message-too-long', `more than ${maxMessageCharacters} characters`);
    }
    texts.push({ type: 'text', text: toStorableText(text.data.text) });
  }
  if (texts.every((part) => part.text.trim() === '')) return fault('message-empty', 'no text');
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

/** @param within where the value that was checked is in the frame */
function faultOf(error: z.ZodError, within: PropertyKey[]): Fault {
  const issue = error.issues[0];
  if (issue === undefined) return { code: 'bad-frame', reason: 'invalid', path: named(within) };
  const path = [...within, ...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])];
  return { code: 'bad-frame', reason: clip(`${issue.path.join('.') || 'frame'}: ${issue.message}`), path: named(path) };
}

function named(path: PropertyKey[]): string | null {
  return path.length === 0 ? null : clip(path.join('.'));
}

/** A client may have written a very long key. */
function clip(text: string): string {
  return text.slice(0, 200).toWellFormed();
}
