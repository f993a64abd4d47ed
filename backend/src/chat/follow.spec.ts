import { Metrics } from '../ops/metrics.js';
import { Telemetry } from '../ops/telemetry.js';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { WebSocketChatTransport, type UIMessage, type UIMessageChunk } from 'ai';
import fc from 'fast-check';
import type { WebSocket } from 'ws';
import { serverFrameSchema } from '../../../libs/chat-protocol/src/testing/server-frame-schema.js';
import { StorableChunks } from '../turns/storable-chunks.js';
import { Connection } from './connection.js';
import { follow } from './follow.js';

/** `OUTPUTS=10000` is the stated size (T25). */
const RUNS = Number(process.env.OUTPUTS ?? 1000);

const words = fc.array(fc.string({ unit: 'binary', maxLength: 30 }), { maxLength: 4 });
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 10 });
const part = (id: string): fc.Arbitrary<UIMessageChunk[]> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('text' as const, 'reasoning' as const), words)
      .map(([type, deltas]): UIMessageChunk[] => [
        { type: `${type}-start`, id },
        ...deltas.map((delta): UIMessageChunk => ({ type: `${type}-delta`, id, delta })),
        { type: `${type}-end`, id },
      ]),
    fc
      .record({ sourceId: name, title: name })
      .map((source): UIMessageChunk[] => [{ type: 'source-url', url: 'https://example.com/', ...source }]),
    fc.constant<UIMessageChunk[]>([{ type: 'file', url: 'data:text/plain,x', mediaType: 'text/plain' }]),
  );
const step = fc
  .nat(4)
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => part(`p${index}`))))
  .map((parts): UIMessageChunk[] => [{ type: 'start-step' }, ...parts.flat(), { type: 'finish-step' }]);
const ending = fc.oneof(
  fc.constantFrom<UIMessageChunk>(
    { type: 'finish', finishReason: 'stop', messageMetadata: { status: 'completed', usage: { inputTokens: 1 } } },
    { type: 'finish', finishReason: 'interrupted', messageMetadata: { status: 'interrupted' } },
    { type: 'abort', reason: 'stopped' },
  ),
  name.map((errorText): UIMessageChunk => ({ type: 'error', errorText })),
);
/** What a turn may say from its start to its end. */
const output = fc
  .record({ id: name, steps: fc.array(step, { minLength: 1, maxLength: 3 }), ending })
  .map(({ id, steps, ending: last }): UIMessageChunk[] => [
    { type: 'start', messageId: id, messageMetadata: { status: 'pending', model: id } },
    ...steps.flat(),
    last,
  ]);

/** The stock transport at one end, our connection at the other, no network between them. */
function link(chunks: UIMessageChunk[], sizes: number[]) {
  const frames: string[] = [];
  const closes: unknown[] = [];
  class ClientSocket {
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
      const { type, requestId } = JSON.parse(sent) as { type: string; requestId: string };
      if (type !== 'send') return;
      const server = {
        protocol: '',
        readyState: 1,
        OPEN: 1,
        bufferedAmount: 0,
        on: () => undefined,
        once: () => undefined,
        send: (data: string) => {
          frames.push(data);
          this.onmessage?.({ data });
        },
      };
      const identity = { userId: 'u', credential: {} } as unknown as ConstructorParameters<typeof Connection>[2];
      const connection = new Connection(
        server as unknown as WebSocket,
        {} as Socket,
        identity,
        1000,
        new Metrics(Telemetry.off),
      );
      void follow(connection, requestId, batches(chunks, sizes), 0, new AbortController().signal, () =>
        Promise.resolve(),
      );
    }
    close(...reason: unknown[]) {
      closes.push(reason);
    }
  }
  const transport = new WebSocketChatTransport<UIMessage>({
    url: 'ws://server.example/',
    webSocket: ClientSocket as unknown as NonNullable<
      ConstructorParameters<typeof WebSocketChatTransport>[0]['webSocket']
    >,
  });
  return { transport, frames, closes };
}

async function* batches(chunks: UIMessageChunk[], sizes: number[]) {
  let offset = 0;
  for (let turn = 0; offset < chunks.length; turn += 1) {
    const size = sizes[turn % sizes.length];
    yield chunks.slice(offset, offset + size).map((chunk, index) => ({
      json: JSON.stringify(chunk),
      offset: offset + index + 1,
      isLast: offset + index + 1 === chunks.length,
      isReplay: turn % 2 === 0,
    }));
    offset += size;
    await Promise.resolve();
  }
}

describe('what we send of a turn', () => {
  it(`is what the AI SDK’s own transport hears, chunk by chunk, for any of ${RUNS} outputs`, async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(output, sizes, async (said, cut) => {
        const storable = new StorableChunks();
        const chunks = said.map((chunk) => storable.accept(chunk)).filter((chunk) => chunk !== null);
        const { transport, frames, closes } = link(chunks, cut);
        const stream = await transport.sendMessages({
          chatId: 'c1',
          messages: [{ id: 'm', role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
          trigger: 'submit-message',
          messageId: undefined,
          abortSignal: undefined,
        });
        const heard: UIMessageChunk[] = [];
        for await (const chunk of stream) heard.push(chunk);
        expect(heard).toEqual(chunks);
        expect(closes).toEqual([]);
        const types = frames.map((frame) => (JSON.parse(frame) as { type: string }).type);
        expect(types).toEqual(['start', ...chunks.map(() => 'chunk'), 'end']);
        // The same frames with what our own clients get besides.
        for (const [index, frame] of frames.entries()) {
          const value = JSON.parse(frame) as object;
          serverFrameSchema.parse(types[index] === 'chunk' ? { ...value, offset: index } : value);
        }
      }),
      { seed: 20_261_122, numRuns: RUNS },
    );
  });
});
