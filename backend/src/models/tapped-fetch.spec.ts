import { createOpenAI } from '@ai-sdk/openai';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readUIMessageStream, streamText, toUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import fc from 'fast-check';
import { once } from 'node:events';
import { createServer, globalAgent, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ReadableStream } from 'node:stream/web';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { until } from '../../test/until.js';
import type { ModelInstance } from './express-lane.js';
import type { Emit } from './model-intake.js';
import { streamAnswer } from './model-stream.js';
import { listenToFetch, tappedFetch } from './tapped-fetch.js';

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

/** A service on this machine: each answer as `serve` says. */
let service: Server;
let serve: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  service = createServer((request, response) => {
    request.resume().once('end', () => serve(request, response));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  service.closeAllConnections();
  service.close();
});
const baseURL = () => `http://127.0.0.1:${(service.address() as AddressInfo).port}/v1`;
const STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };

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
  createOpenAI({ apiKey: 'none', baseURL: baseURL(), fetch })[api]('m');

function answerOf(api: Api, emit: Emit, signal = new AbortController().signal): Promise<void> {
  const options = {
    model: modelOf(api, tappedFetch),
    system: '',
    messages: [{ role: 'user' as const, content: 'Hello' }],
    maxOutputTokens: 1_000_000,
    retries: 0,
    firstChunkTimeoutMs: 10_000,
    silenceTimeoutMs: 10_000,
    maxAnswerMs: 10_000,
    answerId: 'x',
    signal,
  };
  return streamAnswer(options, emit);
}

/** The chunks of the answer, and then its error. */
async function* chunksOf(api: Api): AsyncGenerator<UIMessageChunk> {
  const chunks: UIMessageChunk[] = [];
  const answer = answerOf(api, (chunk) => chunks.push(chunk));
  await answer.catch(() => undefined);
  yield* chunks;
  await answer;
}

/** As a provider calls it within a call of a model. */
const tapped: typeof tappedFetch = (input, init) =>
  listenToFetch(
    () => undefined,
    () => tappedFetch(input, init),
  );

describe('tappedFetch', () => {
  it.each<[Api, fc.Arbitrary<string[]>]>([
    ['chat', chatAnswer],
    ['responses', responsesAnswer],
  ])('adds up to what the provider alone makes of the same bytes: %s', async (api, answer) => {
    await fc.assert(
      fc.asyncProperty(inPieces(answer), async (pieces) => {
        // Each piece is a chunk of its own on the wire, and so is read as one.
        serve = (_request, response) => {
          response.writeHead(200, STREAM);
          for (const piece of pieces) response.write(piece);
          response.end();
        };
        const { stream } = streamText({
          model: modelOf(api, (input, init) => fetch(input, init)),
          prompt: 'Hello',
          maxRetries: 0,
          onError: () => undefined,
        });
        const expected = await fold(toUIMessageStream({ stream, sendSources: true }));
        const ours = await fold(chunksOf(api));
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
    const { promise: begun, resolve: begin } = Promise.withResolvers<ServerResponse>();
    serve = (_request, response) => begin(response.writeHead(200, STREAM));
    const seen: string[] = [];
    let told = Promise.withResolvers<void>();
    const stop = new AbortController();
    const take = (chunk: UIMessageChunk) => {
      if (chunk.type !== 'text-delta') return;
      seen.push(chunk.delta);
      told.resolve();
    };
    const answer = answerOf('chat', take, stop.signal);
    const next = () => {
      told = Promise.withResolvers();
      return told.promise;
    };
    const first = next();
    const response = await begun;
    response.write(chatEvent({ content: 'one ' }));
    await first;
    for (const content of ['two ', 'three ']) {
      const more = next();
      response.write(chatEvent({ content }));
      await more;
    }
    expect(seen).toEqual(['one ', 'two ', 'three ']);
    const closed = once(response, 'close');
    stop.abort();
    await Promise.all([answer, closed]);
    expect(response.writableFinished).toBe(false);
  });

  it('sends and gives what `fetch` does', async () => {
    const asked: unknown[] = [];
    serve = (request, response) => {
      const { method, url, headers } = request;
      asked.push({ method, url, key: headers['x-key'], type: headers['content-type'] });
      response.writeHead(429, 'Slow Down', { 'retry-after': '3', 'x-many': ['a', 'b'] }).end('{"why":"not"}');
    };
    const init = { method: 'POST', body: '{"a":1}', headers: { 'x-key': 'k', 'content-type': 'application/json' } };
    const seen = [];
    for (const call of [tapped, fetch]) {
      const response = await call(`${baseURL()}/x?y=1`, init);
      const { status, statusText, headers } = response;
      const named = ['retry-after', 'x-many'].map((name) => headers.get(name));
      seen.push({ status, statusText, named, body: (await response.json()) as unknown });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(asked[0]).toEqual(asked[1]);
  });

  it('reads an answer that was compressed all the same', async () => {
    serve = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('Words'));
    };
    expect(await (await tapped(baseURL(), { method: 'POST', body: '' })).text()).toBe('Words');
  });

  it('goes where it is sent on to', async () => {
    serve = ({ url }, response) => {
      if (url === '/v1') response.writeHead(307, { location: '/elsewhere' }).end();
      else response.writeHead(204).end();
    };
    const { status, url, body } = await tapped(baseURL(), { method: 'POST', body: 'x' });
    expect([status, new URL(url).pathname, body]).toEqual([204, '/elsewhere', null]);
  });

  it.each([
    ['a cut before the answer', 'fetch failed', (response: ServerResponse) => response.destroy()],
    [
      'a cut in mid-answer',
      'terminated',
      (response: ServerResponse) =>
        response.writeHead(200, STREAM).write(chatEvent({ content: 'Half' }), () => response.destroy()),
    ],
  ])('fails as `fetch` does: %s', async (_what, message, how) => {
    serve = (_request, response) => void how(response);
    for (const call of [tapped, fetch]) {
      const failing = call(baseURL(), { method: 'POST', body: '' }).then((response) => response.text());
      await expect(failing).rejects.toMatchObject({ name: 'TypeError', message });
    }
  });

  it('keeps nothing of an answer in the link to the service, which outlives it', async () => {
    serve = (_request, response) => void response.writeHead(200, STREAM).end(chatEvent({ content: 'Words' }));
    const listen = async () => {
      const tell = () => undefined;
      const call = async () => (await tappedFetch(baseURL(), { method: 'POST', body: '' })).text();
      await listenToFetch(tell, call);
      return new WeakRef(tell);
    };
    const heard = await listen();
    expect(Object.keys(globalAgent.freeSockets)).toHaveLength(1);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await until('it was collected', () => {
      collect();
      return heard.deref() === undefined;
    });
    expect(Object.keys(globalAgent.freeSockets)).toHaveLength(1); // still
  });

  it('fails with the reason it is given up for, before and in mid-answer', async () => {
    for (const hasBegun of [false, true]) {
      const reason = new Error('given up');
      const controller = new AbortController();
      serve = (_request, response) => {
        if (hasBegun) response.writeHead(200, STREAM).write(': begun\n\n');
        setTimeout(() => controller.abort(reason), 20);
      };
      const failing = tapped(baseURL(), { method: 'POST', body: '', signal: controller.signal }).then((response) =>
        response.text(),
      );
      await expect(failing).rejects.toBe(reason);
    }
    await expect(tapped(baseURL(), { method: 'POST', body: '', signal: AbortSignal.abort('late') })).rejects.toBe(
      'late',
    );
  });
});
