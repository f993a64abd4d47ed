import { createOpenAI } from '@ai-sdk/openai';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readUIMessageStream, streamText, toUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import fc from 'fast-check';
import { ReadableStream } from 'node:stream/web';
import type { ModelInstance } from './express-lane.js';
import { streamAnswer } from './model-stream.js';
import { tappedFetch } from './tapped-fetch.js';

const event = (fields: object, name = '') => `${name}data: ${JSON.stringify(fields)}\n\n`;
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('é', '😀 ', 'data: {}\n\n', '\r\n'),
);
/** What may stand between two events of any service. */
const between = fc.constantFrom(': keep-alive\n\n', 'retry: 5\n\n', '\n', 'id: 7\n\n');
/** What breaks an answer, or the way its lines end. */
const rare = fc.constantFrom(': a comment\r\n\r\n', 'data: {"choices":\n\n', event({ error: { message: 'no' } }));

function chatEvent(delta: object, more: object = {}): string {
  const base = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };
  return event({ ...base, choices: [{ index: 0, delta, finish_reason: null }], ...more });
}

const annotation = (url: string) => ({
  type: 'url_citation',
  url_citation: { start_index: 0, end_index: 1, url, title: 'A page' },
});

const chatAnswer = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 12, arbitrary: text.map((content) => chatEvent({ content }, { obfuscation: content.slice(1) })) },
        { weight: 1, arbitrary: text.map((content) => chatEvent({ role: 'assistant', content, reasoning: null })) },
        { weight: 1, arbitrary: text.map((refusal) => chatEvent({ refusal, content: null })) },
        { weight: 1, arbitrary: fc.webUrl().map((url) => chatEvent({ annotations: [annotation(url)] })) },
        {
          weight: 1,
          arbitrary: fc.constant(
            chatEvent({
              tool_calls: [{ index: 0, id: 't', type: 'function', function: { name: 'x', arguments: '' } }],
            }),
          ),
        },
        { weight: 1, arbitrary: between },
      ),
      { maxLength: 40 },
    ),
    fc.oneof({ weight: 5, arbitrary: fc.constant('') }, { weight: 1, arbitrary: rare }),
    fc.constantFrom('stop', 'stop', 'stop', 'stop', 'length', 'content_filter', null),
  )
  .map(([events, broken, finish_reason]) => [
    ...events,
    broken,
    chatEvent({ content: 'last.' }),
    chatEvent({ content: ' Word' }),
    event({ choices: [{ index: 0, delta: {}, finish_reason }], usage: { prompt_tokens: 1, completion_tokens: 2 } }),
    'data: [DONE]\n\n',
  ]);

const responsesAnswer = fc
  .tuple(
    fc.array(
      fc.record({
        kind: fc.constantFrom('reasoning', 'message'),
        words: fc.array(text, { maxLength: 8 }),
        url: fc.webUrl(),
      }),
      { maxLength: 4 },
    ),
    fc.oneof(
      { weight: 5, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: rare },
      { weight: 1, arbitrary: between },
    ),
    fc.constantFrom('response.completed', 'response.completed', 'response.incomplete', null),
  )
  .map(([items, odd, end]) => {
    let sequence_number = 0;
    const say = (type: string, fields: object) =>
      event({ type, sequence_number: (sequence_number += 1), ...fields }, `event: ${type}\n`);
    const base = { id: 'r', created_at: 1, model: 'm' };
    const all = [say('response.created', { response: base }), say('response.in_progress', { response: base })];
    [...items, { kind: 'message', words: ['last.', ' Word'], url: 'https://a.test' }].forEach(
      ({ kind, words, url }, at) => {
        const where = { item_id: `i${at}`, output_index: at };
        if (kind === 'reasoning') {
          all.push(say('response.output_item.added', { output_index: at, item: { type: kind, id: where.item_id } }));
          for (const summary_index of [0, 1]) {
            all.push(say('response.reasoning_summary_part.added', { ...where, summary_index }));
            for (const delta of words)
              all.push(say('response.reasoning_summary_text.delta', { ...where, summary_index, delta }));
            all.push(say('response.reasoning_summary_part.done', { ...where, summary_index }));
          }
          all.push(say('response.output_item.done', { output_index: at, item: { type: kind, id: where.item_id } }));
        } else {
          all.push(say('response.output_item.added', { output_index: at, item: { type: kind, id: where.item_id } }));
          words.forEach((delta, index) => {
            all.push(say('response.output_text.delta', { ...where, content_index: 0, delta, logprobs: [] }));
            if (index === 3) {
              const { url_citation } = annotation(url);
              all.push(
                say('response.output_text.annotation.added', {
                  ...where,
                  annotation: { type: 'url_citation', ...url_citation },
                }),
                odd,
              );
            }
          });
          all.push(say('response.output_item.done', { output_index: at, item: { type: kind, id: where.item_id } }));
        }
      },
    );
    const usage = { input_tokens: 1, output_tokens: 2 };
    const incomplete_details = end === 'response.incomplete' ? { reason: 'max_output_tokens' } : null;
    if (end !== null) all.push(say(end, { response: { incomplete_details, usage } }));
    return all;
  });

/** An answer's bytes in pieces, cut anywhere: inside a character too. */
const inPieces = (answer: fc.Arbitrary<string[]>) =>
  fc
    .tuple(answer, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 50 }))
    .map(([events, sizes]) => {
      const bytes = Buffer.from(events.join(''));
      const pieces: Uint8Array[] = [];
      for (let from = 0, index = 0; from < bytes.length; index += 1) {
        const size = sizes[index % sizes.length];
        pieces.push(new Uint8Array(bytes.subarray(from, from + size)));
        from += size;
      }
      return pieces;
    });

/** Lets every call of `fetch` answer with these pieces. */
function serve(pieces: Uint8Array[]): void {
  jest.spyOn(globalThis, 'fetch').mockImplementation(() => {
    const body = ReadableStream.from(pieces) as unknown as BodyInit;
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }));
  });
}

interface Folded {
  parts: UIMessage['parts'];
  isFailed: boolean;
}

/** What a reader makes of an answer, whether or not it fails. */
async function fold(chunks: AsyncIterable<UIMessageChunk>): Promise<Folded> {
  const folded: Folded = { parts: [], isFailed: false };
  const stream = ReadableStream.from(chunks) as globalThis.ReadableStream<UIMessageChunk>;
  try {
    for await (const message of readUIMessageStream({ stream, terminateOnError: true })) folded.parts = message.parts;
  } catch {
    folded.isFailed = true;
  }
  // Notes of the provider to itself are not passed on, and it draws the ids of sources at random.
  folded.parts = folded.parts.map((part) => {
    const { providerMetadata: _notes, sourceId: _id, ...rest } = part as Record<string, unknown>;
    return rest as UIMessage['parts'][number];
  });
  return folded;
}

const textOf = ({ parts }: Folded) => parts.map((part) => ('text' in part ? part.text : '')).join('');

type Api = 'chat' | 'responses';
const modelOf = (api: Api, fetch: typeof tappedFetch): ModelInstance =>
  createOpenAI({ apiKey: 'none', baseURL: 'http://service.test/v1', fetch })[api]('m');

const answerOf = (api: Api) =>
  streamAnswer({
    model: modelOf(api, tappedFetch),
    system: '',
    messages: [{ role: 'user', content: 'Hello' }],
    maxOutputTokens: 1_000_000,
    retries: 0,
    firstChunkTimeoutMs: 10_000,
    silenceTimeoutMs: 10_000,
    maxAnswerMs: 10_000,
    answerId: 'x',
    signal: new AbortController().signal,
  });

afterEach(() => void jest.restoreAllMocks());

describe('tappedFetch', () => {
  it.each<[Api, fc.Arbitrary<string[]>]>([
    ['chat', chatAnswer],
    ['responses', responsesAnswer],
  ])('adds up to what the provider alone makes of the same bytes: %s', async (api, answer) => {
    await fc.assert(
      fc.asyncProperty(inPieces(answer), async (pieces) => {
        serve(pieces);
        const { stream } = streamText({
          model: modelOf(api, (input, init) => fetch(input, init)),
          prompt: 'Hello',
          maxRetries: 0,
          onError: () => undefined,
        });
        const expected = await fold(toUIMessageStream({ stream, sendSources: true }));
        const ours = await fold(answerOf(api));
        expect(ours.isFailed || !expected.isFailed).toBe(true);
        // An answer that ended badly is a failure only for us. Of one that failed, words behind its error may have come.
        const [mine, theirs] = ours.isFailed
          ? [textOf(ours).slice(0, textOf(expected).length), textOf(expected)]
          : [ours.parts, expected.parts];
        expect(mine).toEqual(theirs);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('tells each word as it comes, and lets go of the service when nobody reads any more', async () => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    jest
      .spyOn(globalThis, 'fetch')
      .mockResolvedValue(new Response(readable, { headers: { 'content-type': 'text/event-stream' } }));
    const writer = writable.getWriter();
    const answer = answerOf('chat');
    const seen: string[] = [];
    const next = async () => {
      for (;;) {
        const { value } = await answer.next();
        if (value?.type !== 'text-delta') continue;
        seen.push(value.delta);
        return;
      }
    };
    for (const content of ['one ', 'two ', 'three ']) {
      await Promise.all([next(), writer.write(Buffer.from(chatEvent({ content })))]);
    }
    expect(seen).toEqual(['one ', 'two ', 'three ']);
    await answer.return?.();
    await expect(writer.closed).rejects.toBeDefined();
  });
});
