import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readUIMessageStream, WebSocketChatTransport, type UIMessage, type UIMessageChunk } from 'ai';
import { CLOSE, FINAL_CLOSE_CODES } from './close-codes.js';
import { ERRORS } from './error-codes.js';
import type { ServerFrame } from './frames.js';
import { HANDSHAKE_REFUSALS } from './handshake-refusals.js';
import { FRAME_LIMITS, HEARTBEAT } from './limits.js';
import { parseFrame } from './parse-frame.js';
import { serverFrameSchema, STOCK_FRAME_TYPES } from './testing/server-frame-schema.js';

const ROOT = `${import.meta.dirname}/../../..`;
const read = (file: string) => readFileSync(`${ROOT}/${file}`, 'utf8');
const text = read('libs/chat-protocol/PROTOCOL.md');

/** The fenced JSON of the document: one frame a line, named by the marker before it. */
const blocks = [...text.matchAll(/(?:<!-- (.+?) -->\n)?```json\n([\s\S]*?)\n```/g)].map(([, marker, json]) => ({
  marker,
  lines: json.split('\n'),
}));

function linesOf(pattern: RegExp): string[] {
  return blocks.flatMap(({ marker, lines }) => (pattern.test(marker ?? '') ? lines : []));
}

function typesOf(pattern: RegExp): Set<string> {
  return new Set(linesOf(pattern).map((line) => (JSON.parse(line) as { type: string }).type));
}

/** The rows of the table under a heading, cell by cell. */
function tableUnder(heading: string): string[][] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((row) =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', '')),
  );
}

type WebSocketConstructor = NonNullable<ConstructorParameters<typeof WebSocketChatTransport>[0]['webSocket']>;

/** What the AI SDK's transport makes of the frames of one request, in one go and under its own request id. */
async function hearAsStock(frames: string[]): Promise<{ chunks: UIMessageChunk[]; error: string | null }> {
  class Socket {
    readyState = 0;
    bufferedAmount = 0;
    onopen: (() => void) | null = null;
    onmessage: ((event: { data: string }) => void) | null = null;
    constructor() {
      queueMicrotask(() => {
        this.readyState = 1;
        this.onopen?.();
      });
    }
    send(sent: string) {
      const { requestId, type } = JSON.parse(sent) as { requestId: string; type: string };
      if (type !== 'send') return;
      for (const frame of frames) {
        this.onmessage?.({ data: JSON.stringify({ ...(JSON.parse(frame) as object), requestId }) });
      }
    }
    close() {}
  }
  const transport = new WebSocketChatTransport<UIMessage>({
    url: 'ws://server.example/',
    webSocket: Socket as unknown as WebSocketConstructor,
  });
  const stream = await transport.sendMessages({
    chatId: 'c1',
    messages: [{ id: 'm1', role: 'user', parts: [{ type: 'text', text: 'x' }] }],
    trigger: 'submit-message',
    messageId: undefined,
    abortSignal: undefined,
  });
  const chunks: UIMessageChunk[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (error) {
    return { chunks, error: (error as Error).message };
  }
  return { chunks, error: null };
}

async function fold(chunks: UIMessageChunk[]): Promise<UIMessage> {
  let message: UIMessage = { id: '', role: 'assistant', parts: [] };
  const stream = new ReadableStream<UIMessageChunk>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
  for await (const state of readUIMessageStream({ message, stream, terminateOnError: true })) message = state;
  return message;
}

const RAIN = {
  id: 'b7d1f0a3-6f0b-4a52-9f5c-2c8f1f4c0a11',
  metadata: { status: 'completed', turnId: '6f8a1c52-3d0e-4f6b-9d58-0d2a7c9b1e44', parentId: 'm1' },
  parts: [{ type: 'step-start' }, { type: 'text', text: 'Rain is coming.', state: 'done' }],
};

describe('the examples in PROTOCOL.md', () => {
  it('all say whose frames they are', () => {
    for (const { marker } of blocks) {
      expect(marker).toMatch(
        /^(client frame|bad client frame: [a-z-]+|server frame(: (throughline\.v1|(stock|our) session))?)$/,
      );
    }
    expect(blocks).toHaveLength(text.match(/^```/gm)!.length / 2);
  });

  it.each(linesOf(/^client frame$/))('from a client: %s', (line) => {
    expect(parseFrame(line, 32_000)).toMatchObject({
      ok: true,
      frame: { type: (JSON.parse(line) as ServerFrame).type },
    });
  });

  it('show every type of a client’s frame', () => {
    expect(typesOf(/^client frame$/)).toEqual(new Set(['abort', 'ping', 'resume', 'send', 'stop']));
  });

  it.each(
    blocks.flatMap(({ marker, lines }) => {
      const refusal = /^bad client frame: (.+)$/.exec(marker ?? '')?.[1];
      return refusal === undefined ? [] : lines.map((line) => [refusal, line]);
    }),
  )('refused with %s: %s', (refusal, line) => {
    expect(parseFrame(line, 32_000)).toMatchObject({ ok: false, code: refusal });
  });

  it.each(linesOf(/^server frame$/))('to a stock client: %s', async (line) => {
    const frame = JSON.parse(line) as ServerFrame;
    const single = frame.type === 'chunk' ? { ...frame, sequence: 0 } : frame;
    const { chunks, error } = await hearAsStock([JSON.stringify(single), '{"type":"end"}']);
    expect(error).toBe(frame.type === 'error' ? frame.errorText : null);
    expect(chunks).toEqual(frame.type === 'chunk' ? [frame.chunk] : []);
  });

  it.each(linesOf(/^server frame: (throughline\.v1|our session)$/))('to our client: %s', (line) => {
    const frame = JSON.parse(line) as unknown;
    expect(serverFrameSchema.parse(frame)).toEqual(frame);
  });

  it('show every type of a server’s frame, stock ones to stock clients alone', () => {
    expect(typesOf(/^server frame(: stock session)?$/)).toEqual(STOCK_FRAME_TYPES);
    expect(typesOf(/^server frame/)).toEqual(
      new Set(serverFrameSchema.options.map((option) => option.shape.type.value)),
    );
  });

  it('name the error code whose sentence they show', () => {
    for (const line of linesOf(/^server frame: throughline\.v1$/)) {
      const frame = serverFrameSchema.parse(JSON.parse(line));
      if (frame.type !== 'error') continue;
      expect(frame).toMatchObject({ errorText: ERRORS[frame.code].text, retryable: ERRORS[frame.code].retryable });
    }
  });
});

describe('the sessions in PROTOCOL.md', () => {
  it('of a stock client is a whole answer to the stock transport', async () => {
    const { chunks, error } = await hearAsStock(linesOf(/stock session/));
    expect(error).toBeNull();
    expect(await fold(chunks)).toMatchObject(RAIN);
  });

  it('of ours goes on without a gap behind a broken link', async () => {
    const frames = linesOf(/our session/);
    const chunks = frames
      .map((line) => serverFrameSchema.parse(JSON.parse(line)))
      .filter((frame) => frame.type === 'chunk');
    expect(chunks.map(({ sequence }) => sequence)).toEqual(chunks.map((_, index) => index));
    const offsets = chunks.map(({ offset }) => offset);
    expect(offsets).toEqual([...new Set(offsets)].toSorted((a, b) => a - b));
    expect(await fold(chunks.map(({ chunk }) => chunk))).toMatchObject(RAIN);

    const [again] = linesOf(/^client frame$/).slice(-1);
    const parsed = parseFrame(again, 32_000);
    const [before] = blocks.filter(({ marker }) => marker === 'server frame: our session');
    const last = serverFrameSchema.parse(JSON.parse(before.lines.at(-1)!));
    expect(parsed).toMatchObject({
      frame:
        last.type === 'chunk' ? { requestId: 'r1', offset: last.offset, nextSequence: last.sequence + 1 } : undefined,
    });
  });

  it('of ours is one to the stock transport too, but for the frames it does not know', async () => {
    const frames = linesOf(/our session/).filter((line) =>
      STOCK_FRAME_TYPES.has((JSON.parse(line) as ServerFrame).type),
    );
    const { chunks, error } = await hearAsStock(frames);
    expect(error).toBeNull();
    expect(await fold(chunks)).toMatchObject(RAIN);
  });
});

describe('the tables in PROTOCOL.md', () => {
  it('list every close code', () => {
    const rows = tableUnder('Close codes');
    expect(Object.fromEntries(rows.map(([number, name]) => [name, Number(number)]))).toEqual(CLOSE);
    const final = rows.filter(([, , , again]) => again === 'no').map(([number]) => Number(number));
    expect(new Set(final)).toEqual(FINAL_CLOSE_CODES);
  });

  it('list every refusal of a handshake', () => {
    const rows = tableUnder('Connecting').map(([status, code]) => [code, Number(status)]);
    const statuses = Object.entries(HANDSHAKE_REFUSALS).map(([code, { status }]) => [code, status]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(statuses));
  });

  it('list every error code', () => {
    const rows = tableUnder('Error codes').map(([name, sentence, retryable, fixedBy]) => [
      name,
      { text: sentence, retryable: retryable === 'yes', fixedBy },
    ]);
    expect(Object.fromEntries(rows)).toEqual(ERRORS);
  });

  it('give every limit its value', () => {
    const limits: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(FRAME_LIMITS)) limits[`FRAME_LIMITS.${key}`] = value;
    for (const [key, value] of Object.entries(HEARTBEAT)) limits[`HEARTBEAT.${key}`] = value;
    const adapter = read('backend/src/chat/chat-ws.adapter.ts') + read('backend/src/chat/replay-limits.ts');
    for (const [, key, value] of adapter.matchAll(/^(?:export )?const ((?:MAX|FRAME)_\w+) = ([\d_]+);$/gm)) {
      limits[key] = Number(value.replaceAll('_', ''));
    }
    const rows = tableUnder('Limits').map(([, value, name]) => [name, Number(value)] as const);
    // Of the settings only those that a client can meet; their defaults are in `.env.example`, which a test keeps true.
    for (const [name] of rows) {
      const value = new RegExp(`^${name}=(\\d+)$`, 'm').exec(read('.env.example'))?.[1];
      if (value !== undefined) limits[name] = Number(value);
    }
    expect(Object.fromEntries(rows)).toEqual(limits);
  });
});
