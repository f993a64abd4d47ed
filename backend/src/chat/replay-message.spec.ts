import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from '@jest/globals';
import { wireError, type ChatMessage } from '@app/chat-protocol';
import { asSchema, readUIMessageStream, uiMessageChunkSchema, type UIMessageChunk } from 'ai';
import type { Message } from '../conversations/message.entity.js';
import { replayMessage } from './replay-message.js';

const PARTS: ChatMessage['parts'] = [
  { type: 'step-start' },
  { type: 'reasoning', id: '1', text: 'Hm.', state: 'done' },
  { type: 'text', text: 'Rain\n“🦊”', state: 'done' },
  { type: 'source-url', sourceId: 's1', url: 'https://x.example', title: 'X' },
  { type: 'file', mediaType: 'image/png', url: 'data:image/png;base64,' },
  { type: 'text', text: '', state: 'done' },
];

function stored(changes: Partial<Message> = {}): Message {
  return {
    id: 'a1',
    parentId: 'q1',
    senderType: 'ai',
    parts: PARTS,
    status: 'completed',
    model: 'demo',
    usage: { inputTokens: 1, outputTokens: 2 },
    error: null,
    timestamp: new Date('2026-01-01T00:00:00.000Z'),
    ...changes,
  } as Message;
}

async function replay(message: Message | null, offset = 0) {
  const read = [];
  for await (const batch of replayMessage(message, offset)) read.push(...batch);
  return read.map((chunk) => ({ ...chunk, chunk: JSON.parse(chunk.json) as UIMessageChunk }));
}

/** What the SDK makes of chunks. */
async function messageOf(chunks: UIMessageChunk[]): Promise<ChatMessage> {
  let message: ChatMessage = { id: '', role: 'assistant', parts: [] };
  const stream = ReadableStream.from(chunks) as globalThis.ReadableStream<UIMessageChunk>;
  for await (const state of readUIMessageStream({ message, stream, terminateOnError: true })) message = state;
  return message;
}

describe('the replay of a stored answer', () => {
  it('adds up to the very message, by the SDK’s rules', async () => {
    const chunks = (await replay(stored())).map(({ chunk }) => chunk);
    const schema = asSchema(uiMessageChunkSchema);
    for (const chunk of chunks) expect(await schema.validate!(chunk)).toMatchObject({ success: true });
    const message = await messageOf(chunks);
    expect(message).toMatchObject({
      id: 'a1',
      metadata: { status: 'completed', parentId: 'q1', model: 'demo', usage: { inputTokens: 1, outputTokens: 2 } },
    });
    expect(JSON.parse(JSON.stringify(message.parts))).toMatchObject(PARTS);
    expect(message.parts).toHaveLength(PARTS.length);
  });

  it.each<[Message['status'], UIMessageChunk]>([
    ['completed', { type: 'finish', finishReason: 'stop' }],
    ['interrupted', { type: 'finish', finishReason: 'interrupted' }],
    ['stopped', { type: 'abort', reason: 'stopped' }],
    ['failed', { type: 'error', errorText: wireError('service-cut').text }],
  ])('that was %s ends once, at its end, as the answer did', async (status, last) => {
    const error = status === 'failed' ? wireError('service-cut') : null;
    const chunks = await replay(stored({ status, error }));
    expect(chunks.at(-1)).toMatchObject({ chunk: last, isLast: true });
    expect(chunks.filter(({ isLast }) => isLast)).toHaveLength(1);
    expect(chunks[0].chunk).toMatchObject({ type: 'start', messageId: 'a1', messageMetadata: { status } });
    expect(chunks.map(({ offset }) => offset)).toEqual(chunks.map((_, index) => index + 1));
  });

  it('replaces what a reader has of the log, or of an earlier replay, wherever that broke off', async () => {
    const log: UIMessageChunk[] = [
      { type: 'start', messageId: 'a1', messageMetadata: { status: 'pending', turnId: 't1' } },
      { type: 'start-step' },
      { type: 'reasoning-start', id: '1' },
      { type: 'reasoning-delta', id: '1', delta: 'H' },
      { type: 'reasoning-end', id: '1' },
      { type: 'text-start', id: '2' },
      { type: 'text-delta', id: '2', delta: 'Rain' },
    ];
    for (let had = 1; had <= log.length; had += 1) {
      const first = await replay(stored(), had);
      for (let cut = 0; cut <= first.length; cut += 1) {
        const position = cut === 0 ? had : first[cut - 1].offset;
        const again = await replay(stored(), position);
        const seen = [...log.slice(0, had), ...[...first.slice(0, cut), ...again].map(({ chunk }) => chunk)];
        const message = await messageOf(seen);
        expect(JSON.parse(JSON.stringify(message.parts))).toMatchObject(PARTS);
        expect({ had, cut, count: message.parts.length }).toEqual({ had, cut, count: PARTS.length });
        expect(message).toMatchObject({ id: 'a1', metadata: { status: 'completed', model: 'demo', turnId: 't1' } });
        expect(again.every(({ offset }) => offset >= position)).toBe(true);
      }
    }
  });

  it('is not found where there is no message', async () => {
    await expect(replay(null)).rejects.toMatchObject({ code: 'not-found' });
  });
});
