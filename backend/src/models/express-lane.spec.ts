import { describe, expect, it } from '@jest/globals';
import {
  readUIMessageStream,
  simulateReadableStream,
  streamText,
  toUIMessageStream,
  type UIMessage,
  type UIMessageChunk,
} from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import fc from 'fast-check';
import type { ModelInstance } from './express-lane.js';
import { streamAnswer } from './model-stream.js';

type ModelPart =
  Awaited<ReturnType<ModelInstance['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never;

const USAGE = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 2, text: 2, reasoning: 0 },
};

/** What a model may say: text and thinking in any order, two at once, with sources and files between the words. */
const partsOfAModel = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ say: fc.constantFrom('a', 'b', 'thought'), text: fc.string() }) },
      { weight: 1, arbitrary: fc.record({ end: fc.constantFrom('a', 'b', 'thought') }) },
      { weight: 1, arbitrary: fc.record({ source: fc.webUrl() }) },
      { weight: 1, arbitrary: fc.constant({ file: 'aGk=' }) },
    ),
    { maxLength: 40 },
  )
  .map((steps) => {
    const open = new Set<string>();
    const parts: ModelPart[] = [{ type: 'stream-start', warnings: [] }];
    const kindOf = (id: string) => (id === 'thought' ? 'reasoning' : 'text');
    steps.forEach((step, index) => {
      if ('say' in step) {
        if (!open.has(step.say)) parts.push({ type: `${kindOf(step.say)}-start`, id: step.say });
        open.add(step.say);
        parts.push({ type: `${kindOf(step.say)}-delta`, id: step.say, delta: step.text });
      } else if ('end' in step) {
        if (open.delete(step.end)) parts.push({ type: `${kindOf(step.end)}-end`, id: step.end });
      } else if ('source' in step) {
        parts.push({ type: 'source', sourceType: 'url', id: `s${index}`, url: step.source });
      } else {
        parts.push({ type: 'file', mediaType: 'text/plain', data: { type: 'data', data: step.file } });
      }
    });
    for (const id of open) parts.push({ type: `${kindOf(id)}-end`, id });
    // Without a word it would count as a failure.
    parts.push(
      { type: 'text-start', id: 'last' },
      { type: 'text-delta', id: 'last', delta: '.' },
      { type: 'text-end', id: 'last' },
    );
    parts.push({ type: 'finish', usage: USAGE, finishReason: { unified: 'stop', raw: 'stop' } });
    return parts;
  });

const modelOf = (chunks: ModelPart[]) =>
  new MockLanguageModelV4({
    doStream: async () => ({ stream: simulateReadableStream({ chunks, chunkDelayInMs: null }) }),
  });

async function fold(stream: ReadableStream<UIMessageChunk>): Promise<UIMessage['parts']> {
  let parts: UIMessage['parts'] = [];
  for await (const message of readUIMessageStream({ stream, terminateOnError: true })) parts = message.parts;
  // Where a model uses an id again, the SDK makes one up.
  return parts.map((part) =>
    'id' in part && String(part.id).startsWith('aitxt-') ? { ...part, id: 'made up' } : part,
  );
}

/** All chunks of the answer. */
async function answerOf(model: ModelInstance): Promise<UIMessageChunk[]> {
  const chunks: UIMessageChunk[] = [];
  const options = {
    model,
    system: '',
    messages: [{ role: 'user' as const, content: 'Hello' }],
    maxOutputTokens: 100,
    retries: 0,
    firstChunkTimeoutMs: 10_000,
    silenceTimeoutMs: 10_000,
    maxAnswerMs: 10_000,
    answerId: 'x',
    signal: new AbortController().signal,
  };
  await streamAnswer(options, (chunk) => chunks.push(chunk));
  return chunks;
}

describe('the express lane', () => {
  it('adds up to the same message as the SDK’s own stream, whatever the model says', async () => {
    await fc.assert(
      fc.asyncProperty(partsOfAModel, async (chunks) => {
        const { stream } = streamText({ model: modelOf(chunks), prompt: 'Hello' });
        const expected = await fold(toUIMessageStream({ stream, sendSources: true }));
        const ours = simulateReadableStream({ chunks: await answerOf(modelOf(chunks)), chunkDelayInMs: null });
        expect(await fold(ours)).toEqual(expected);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('passes each word on as it comes, and starts each part before its words', async () => {
    const chunks: ModelPart[] = [
      { type: 'stream-start', warnings: [] },
      { type: 'text-start', id: '1' },
      ...['one ', 'two ', 'three'].map((delta): ModelPart => ({ type: 'text-delta', id: '1', delta })),
      { type: 'text-end', id: '1' },
      { type: 'finish', usage: USAGE, finishReason: { unified: 'stop', raw: 'stop' } },
    ];
    const answer = await answerOf(modelOf(chunks));
    expect(answer.map((chunk) => (chunk.type === 'text-delta' ? chunk.delta : chunk.type))).toEqual([
      'start',
      'start-step',
      'text-start',
      'one ',
      'two ',
      'three',
      'text-end',
      'finish-step',
      'finish',
    ]);
  });
});
