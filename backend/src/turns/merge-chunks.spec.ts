import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from '@jest/globals';
import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import fc from 'fast-check';
import { isTerminal, mergeChunks, MergedChunks } from './merge-chunks.js';

const SEED = 20_261_122;
const text = (id: string, delta: string): UIMessageChunk => ({ type: 'text-delta', id, delta });

/** Steps of a random model; what makes no sense where it comes is left out, so that every answer is a lawful one. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('text'), id: fc.nat(2), delta: fc.string({ unit: 'binary' }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('reasoning'), id: fc.nat(1), delta: fc.string() }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('tool'), id: fc.nat(1), delta: fc.constantFrom('{"a"', ':[1,', '2') }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end'), id: fc.nat(2), delta: fc.constant('') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('start-step', 'finish-step', 'reset-step', 'status', 'metadata', 'source'),
      id: fc.nat(3),
      delta: fc.constant(''),
    }),
  },
);

function toAnswer(steps: { kind: string; id: number; delta: string }[]): UIMessageChunk[] {
  const chunks: UIMessageChunk[] = [{ type: 'start', messageId: 'a1' }];
  const open = new Set<string>();
  let tools = 0;
  const begin = (name: string, chunk: UIMessageChunk) => {
    if (!open.has(name)) chunks.push(chunk);
    open.add(name);
  };
  for (const { kind, id: number, delta } of steps) {
    const id = `${number}`;
    if (kind === 'text' || kind === 'reasoning') {
      begin(`${kind} ${id}`, { type: `${kind}-start`, id });
      chunks.push({ type: `${kind}-delta`, id, delta });
    } else if (kind === 'tool') {
      const toolCallId = `tool-${id}-${tools}`;
      begin(`tool ${toolCallId}`, { type: 'tool-input-start', toolCallId, toolName: 'x' });
      chunks.push({ type: 'tool-input-delta', toolCallId, inputTextDelta: delta });
    } else if (kind === 'end') {
      for (const type of ['text', 'reasoning'] as const) {
        if (open.delete(`${type} ${id}`)) chunks.push({ type: `${type}-end`, id });
      }
    } else if (kind === 'status') chunks.push({ type: 'data-status', data: { id }, transient: true });
    else if (kind === 'metadata') chunks.push({ type: 'message-metadata', messageMetadata: { [id]: 1 } });
    else if (kind === 'source') chunks.push({ type: 'source-url', sourceId: id, url: `https://x.example/${id}` });
    else {
      chunks.push({ type: kind as 'start-step' });
      // The SDK forgets its open parts at both.
      if (kind !== 'start-step') open.clear();
      tools += 1;
    }
  }
  return chunks;
}

/** The message they add up to; rejects where the SDK objects to one. */
async function fold(chunks: UIMessageChunk[]): Promise<UIMessage> {
  let message: UIMessage = { id: 'a1', role: 'assistant', parts: [] };
  const stream = ReadableStream.from(chunks) as globalThis.ReadableStream<UIMessageChunk>;
  for await (const state of readUIMessageStream({ message, stream, terminateOnError: true })) message = state;
  return message;
}

describe('merging', () => {
  it('never changes the message that chunks add up to, wherever they are merged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.array(fc.boolean()), async (steps, choices) => {
        const chunks = toAnswer(steps);
        const some: UIMessageChunk[] = [];
        chunks.forEach((chunk, index) => {
          const last = some.at(-1);
          const joined = last && choices[index % (choices.length || 1)] ? mergeChunks(last, chunk) : null;
          if (joined) some[some.length - 1] = joined;
          else some.push(chunk);
        });
        const all = new MergedChunks();
        for (const chunk of chunks) all.append(chunk);
        const whole = await fold(chunks);
        expect(await fold(some)).toEqual(whole);
        expect(await fold(all.list)).toEqual(whole);
        expect(all.list.length).toBeLessThanOrEqual(some.length);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('joins what one part says in a row, and leaves the chunks it was given as they are', () => {
    const chunks = Object.freeze([text('0', 'a'), text('0', 'b'), text('0', 'c')].map((chunk) => Object.freeze(chunk)));
    const merged = new MergedChunks();
    for (const chunk of chunks) merged.append(chunk);
    expect(merged.list).toEqual([text('0', 'abc')]);
  });

  it.each<[string, UIMessageChunk, UIMessageChunk]>([
    ['of two parts', text('0', 'a'), text('1', 'b')],
    ['of a text and a thought', text('0', 'a'), { type: 'reasoning-delta', id: '0', delta: 'b' }],
    ['of two tools', toolDelta('t1'), toolDelta('t2')],
    ['and what is no delta', text('0', 'a'), { type: 'text-end', id: '0' }],
    ['larger than a phone likes', text('0', 'a'.repeat(32_768)), text('0', 'b')],
  ])('keeps deltas apart: %s', (_name, previous, next) => {
    expect(mergeChunks(previous, next)).toBeNull();
  });

  it('makes deltas as long as allowed', () => {
    expect(mergeChunks(text('0', 'a'.repeat(32_767)), text('0', 'b'))).toEqual(text('0', `${'a'.repeat(32_767)}b`));
  });

  it('keeps the newest note of the provider', () => {
    const noted = { ...text('0', 'b'), providerMetadata: { p: { n: 1 } } } as UIMessageChunk;
    expect(mergeChunks(text('0', 'a'), noted)).toEqual({ ...noted, delta: 'ab' });
    expect(mergeChunks(noted, text('0', 'a'))).toEqual({ ...noted, delta: 'ba' });
  });
});

function toolDelta(toolCallId: string): UIMessageChunk {
  return { type: 'tool-input-delta', toolCallId, inputTextDelta: '{' };
}

describe('isTerminal', () => {
  it.each<[UIMessageChunk, boolean]>([
    [{ type: 'finish' }, true],
    [{ type: 'abort' }, true],
    [{ type: 'error', errorText: 'x' }, true],
    [{ type: 'finish-step' }, false],
    [{ type: 'tool-output-error', toolCallId: 't', errorText: 'x' }, false],
    [{ type: 'text-end', id: '0' }, false],
  ])('%j: %s', (chunk, expected) => {
    expect(isTerminal(chunk)).toBe(expected);
  });
});
