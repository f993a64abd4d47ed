import { describe, expect, it } from '@jest/globals';
import type { UIMessageChunk } from 'ai';
import { foldChunks } from './fold-chunks.js';

const START: UIMessageChunk = { type: 'start', messageId: 'a1', messageMetadata: { status: 'pending', model: 'demo' } };
const said = (id: string, text: string): UIMessageChunk[] => [
  { type: 'text-start', id },
  { type: 'text-delta', id, delta: text },
  { type: 'text-end', id },
];

describe('foldChunks', () => {
  it('gives the message, its text and what is known about it', async () => {
    const usage = { inputTokens: 1, outputTokens: 2 };
    const chunks: UIMessageChunk[] = [
      START,
      { type: 'start-step' },
      { type: 'reasoning-start', id: 'r' },
      { type: 'reasoning-delta', id: 'r', delta: 'Hm.' },
      { type: 'reasoning-end', id: 'r' },
      ...said('0', 'Hello'),
      ...said('1', 'there'),
      { type: 'finish-step' },
      { type: 'finish', finishReason: 'stop', messageMetadata: { status: 'completed', usage } },
    ];
    expect(await foldChunks(chunks, 'a1')).toEqual({
      parts: [
        { type: 'step-start' },
        { type: 'reasoning', id: 'r', text: 'Hm.', state: 'done' },
        { type: 'text', text: 'Hello', state: 'done' },
        { type: 'text', text: 'there', state: 'done' },
      ],
      text: 'Hello\n\nthere',
      metadata: { status: 'completed', model: 'demo', usage },
    });
  });

  it.each<[string, UIMessageChunk]>([
    ['failed', { type: 'error', errorText: 'No.' }],
    ['stopped', { type: 'abort', reason: 'stopped' }],
    ['interrupted', { type: 'finish', finishReason: 'interrupted' }],
  ])('keeps what had come of an answer that %s', async (status, last) => {
    const chunks: UIMessageChunk[] = [START, ...said('0', 'Half')];
    const metadata: UIMessageChunk = { type: 'message-metadata', messageMetadata: { status } };
    expect(await foldChunks([...chunks, metadata, last], 'a1')).toMatchObject({ text: 'Half', metadata: { status } });
  });

  it('shows the step that was made again, not the one that was dropped', async () => {
    const chunks: UIMessageChunk[] = [
      START,
      { type: 'start-step' },
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'Half of' },
      { type: 'reset-step' },
      ...said('0', 'All of it'),
      { type: 'finish' },
    ];
    const { parts, text } = await foldChunks(chunks, 'a1');
    expect(text).toBe('All of it');
    expect(parts.filter((part) => part.type === 'text')).toHaveLength(1);
  });

  it('keeps nothing of a passing status, and nothing of nothing', async () => {
    const status: UIMessageChunk = { type: 'data-status', data: { state: 'retrying' }, transient: true };
    expect(await foldChunks([START, status], 'a1')).toMatchObject({ parts: [], text: '' });
    expect(await foldChunks([], 'a1')).toEqual({ parts: [], text: '', metadata: {} });
  });

  it('makes every string storable, wherever it is', async () => {
    const source: UIMessageChunk = {
      type: 'source-url',
      sourceId: 's',
      url: 'https://x.example',
      title: 'a\u0000\uD83E',
    };
    const { parts, text } = await foldChunks([START, ...said('0', 'b\u0000'), source], 'a1');
    expect(text).toBe('b\uFFFD');
    expect(parts).toContainEqual(expect.objectContaining({ type: 'source-url', title: 'a\uFFFD\uFFFD' }));
  });
});
