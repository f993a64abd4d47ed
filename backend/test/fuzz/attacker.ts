import { CLOSE, ERRORS, parseFrame, SUBPROTOCOL, type ServerFrame } from '@app/chat-protocol';
import { WebSocket, type RawData } from 'ws';
import { serverFrameSchema, STOCK_FRAME_TYPES } from '../../../libs/chat-protocol/src/testing/server-frame-schema.js';
import type { Payload } from './frames.js';

/** Where the server under attack is, and who attacks it. */
export interface Target {
  origin: string;
  socketUrl: string;
  cookie: string;
  /** As the server is configured. */
  maxFrameBytes: number;
  maxMessageCharacters: number;
}

/** What the protocol says must come of a message. */
type Fate =
  | { kind: 'taken' }
  /** `weight` = how many refused messages it counts for. */
  | { kind: 'refused'; requestId: string; weight: number }
  | { kind: 'closed'; code: number };

const PATIENCE_MS = 30_000;
const BARRIER = 'barrier';
/** Most that a socket may have refused; one more closes it. Each 16 KiB of a senseless one count as one more. */
const MAX_REFUSED = 20;
const UNIT_BYTES = 16_384;
const MAX_BATCH = 60;

export function fateOf(payload: Payload, target: Pick<Target, 'maxFrameBytes' | 'maxMessageCharacters'>): Fate {
  const bytes = 'text' in payload ? Buffer.from(payload.text) : Buffer.from(payload.bytes);
  if (bytes.length > target.maxFrameBytes) return { kind: 'closed', code: CLOSE.tooBig };
  if (!('text' in payload) && !payload.isText) return { kind: 'closed', code: CLOSE.policy };
  const text = bytes.toString('utf8');
  if (!Buffer.from(text).equals(bytes)) return { kind: 'closed', code: 1007 };
  const parsed = parseFrame(text, target.maxMessageCharacters);
  if (parsed.ok) return { kind: 'taken' };
  const weight = parsed.code === 'bad-frame' ? 1 + Math.floor(bytes.length / UNIT_BYTES) : 1;
  return parsed.requestId === null || weight > MAX_REFUSED
    ? { kind: 'closed', code: CLOSE.policy }
    : { kind: 'refused', requestId: parsed.requestId, weight };
}

/** Messages for one socket: at most one that closes it, as the last. So every message of a batch is really read. */
export function* batches(payloads: Iterable<Payload>, target: Target): Generator<Payload[]> {
  let batch: Payload[] = [];
  let refused = 0;
  for (const payload of payloads) {
    const fate = fateOf(payload, target);
    const weight = fate.kind === 'refused' ? fate.weight : 0;
    if (refused + weight > MAX_REFUSED) {
      yield batch;
      batch = [];
      refused = 0;
    }
    batch.push(payload);
    refused += weight;
    if (fate.kind === 'closed' || batch.length >= MAX_BATCH) {
      yield batch;
      batch = [];
      refused = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Sends a batch over a socket of its own and checks all that comes back. Resolves with what was wrong, one line each. */
export async function attack(target: Target, batch: Payload[], isOurs: boolean): Promise<string[]> {
  const faults: string[] = [];
  const refusals = new Map<string, number>();
  const socket = new WebSocket(target.socketUrl, isOurs ? SUBPROTOCOL : [], {
    origin: target.origin,
    headers: { cookie: target.cookie },
    perMessageDeflate: false,
  });
  let reachedBarrier: () => void = () => undefined;
  const barrier = new Promise<string>((resolve) => {
    reachedBarrier = () => resolve('barrier');
  });
  socket.on('message', (data: RawData) => {
    const fault = faultOf(data as Buffer, isOurs);
    if (fault !== null) return void faults.push(fault);
    const frame = JSON.parse((data as Buffer).toString()) as ServerFrame;
    if (frame.type === 'error') refusals.set(frame.requestId, (refusals.get(frame.requestId) ?? 0) + 1);
    if (frame.type === 'pong' && frame.requestId === BARRIER) reachedBarrier();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', (code) => resolve(code)));
  let trouble = '';
  socket.on('error', ({ message }) => (trouble = message));
  const opened = await within(
    Promise.race([new Promise<'open'>((resolve) => socket.once('open', () => resolve('open'))), closed]),
  );
  if (opened !== 'open') return [`The socket could not be opened: ${opened} ${trouble}`];

  for (const payload of batch) {
    if ('text' in payload) socket.send(payload.text);
    else socket.send(payload.bytes, { binary: !payload.isText });
  }
  const last = fateOf(batch.at(-1)!, target);
  if (last.kind !== 'closed') socket.send(JSON.stringify({ type: 'ping', requestId: BARRIER }));
  const end = await within(Promise.race([closed, barrier]));
  const expected = last.kind === 'closed' ? last.code : 'barrier';
  if (end !== expected) faults.push(`Expected ${expected}, got ${end}`);
  else if (expected === 'barrier') faults.push(...unanswered(batch, target, refusals));
  socket.terminate();
  return faults;
}

/** Null = a frame as the protocol has it. */
function faultOf(data: Buffer, isOurs: boolean): string | null {
  const text = data.toString();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return `No JSON: ${text.slice(0, 300)}`;
  }
  const type = (value as { type?: unknown }).type as string;
  if (!isOurs && type !== 'pong' && !STOCK_FRAME_TYPES.has(type)) return `Not for stock clients: ${text.slice(0, 300)}`;
  if (text.includes(ERRORS.internal.text)) return `Failed inside: ${text.slice(0, 300)}`;
  if (!isOurs && (type === 'error' || type === 'chunk')) return null; // Fewer fields than ours have.
  const parsed = serverFrameSchema.safeParse(value);
  return parsed.success ? null : `Not in the protocol: ${parsed.error.issues[0].message} ${text.slice(0, 300)}`;
}

function unanswered(batch: Payload[], target: Target, refusals: Map<string, number>): string[] {
  const due = new Map<string, number>();
  for (const payload of batch) {
    const fate = fateOf(payload, target);
    if (fate.kind === 'refused') due.set(fate.requestId, (due.get(fate.requestId) ?? 0) + 1);
  }
  return [...due]
    .filter(([requestId, count]) => (refusals.get(requestId) ?? 0) < count)
    .map(([requestId]) => `Refused without an answer: ${requestId}`);
}

/** The first, or `timeout`. */
async function within<T>(promise: Promise<T>): Promise<T | 'timeout'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), PATIENCE_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
