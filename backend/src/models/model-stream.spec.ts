import type { ChatError } from '@app/chat-protocol';
import { APICallError, type UIMessageChunk } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { DemoModel } from './demo-model.js';
import type { Emit } from './model-intake.js';
import { streamAnswer, type StreamAnswerOptions } from './model-stream.js';

type Call = MockLanguageModelV4['doStream'];
type Part = Awaited<ReturnType<Call>>['stream'] extends ReadableStream<infer P> ? P : never;
type Reason = Extract<Part, { type: 'finish' }>['finishReason']['unified'];

const NEVER = 60_000;

const text = (delta: string, id = 't'): Part => ({ type: 'text-delta', id, delta });
const TEXT_START: Part = { type: 'text-start', id: 't', providerMetadata: { openai: { itemId: 'msg_1' } } };
const TEXT_END: Part = { type: 'text-end', id: 't' };

function finish(unified: Reason = 'stop'): Part {
  return {
    type: 'finish',
    finishReason: { unified, raw: unified },
    usage: {
      inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: 5, text: 5, reasoning: 0 },
    },
  };
}

const HELLO: Part[] = [TEXT_START, text('Hel'), text('lo'), TEXT_END, finish()];

function streamOf(parts: Part[]): Awaited<ReturnType<Call>> {
  return { stream: simulateReadableStream({ chunks: parts, initialDelayInMs: null, chunkDelayInMs: null }) };
}

/** A stream that sends these parts and then stays open until it is aborted or cancelled. */
function openStream(parts: Part[], abortSignal: AbortSignal | undefined, onClosed: () => void = () => undefined) {
  return {
    stream: new ReadableStream<Part>({
      start(controller) {
        for (const part of parts) controller.enqueue(part);
        abortSignal?.addEventListener('abort', () => {
          controller.error(abortSignal.reason);
          onClosed();
        });
      },
      cancel: onClosed,
    }),
  };
}

function overload(headers: Record<string, string> = { 'retry-after-ms': '5' }) {
  return new APICallError({
    message: 'overloaded',
    url: 'http://x',
    requestBodyValues: {},
    statusCode: 503,
    responseHeaders: headers,
  });
}

/** A model whose n-th call does what the n-th entry says; the last one is repeated. */
function modelOf(...calls: (Part[] | Error | Call)[]) {
  let next = 0;
  return new MockLanguageModelV4({
    modelId: 'mock',
    doStream: async (options) => {
      const call = calls[Math.min(next++, calls.length - 1)];
      if (call instanceof Error) throw call;
      return typeof call === 'function' ? call(options) : streamOf(call ?? []);
    },
  });
}

function start(model: StreamAnswerOptions['model'], options: Partial<StreamAnswerOptions> = {}) {
  const defaults = {
    model,
    system: 'Be brief.',
    messages: [{ role: 'user' as const, content: 'Hi' }],
    maxOutputTokens: 100,
    retries: 2,
    firstChunkTimeoutMs: NEVER,
    silenceTimeoutMs: NEVER,
    maxAnswerMs: NEVER,
    signal: new AbortController().signal,
    answerId: 'answer-1',
  };
  return (emit: Emit) => streamAnswer({ ...defaults, ...options }, emit);
}

/** Everything that arrived, and the error that ended it. */
async function outcomeOf(answer: (emit: Emit) => Promise<void>, onChunk?: Emit) {
  const chunks: UIMessageChunk[] = [];
  try {
    await answer((chunk) => {
      chunks.push(chunk);
      onChunk?.(chunk);
    });
    return { chunks, error: undefined };
  } catch (error) {
    return { chunks, error: error as ChatError };
  }
}

const typesOf = (chunks: UIMessageChunk[]) => chunks.map(({ type }) => type);

// Jest fails a test that leaves a rejected promise alone; this gives late ones the time to show.
afterEach(() => new Promise((resolve) => setTimeout(resolve, 5)));

describe('streamAnswer', () => {
  it('yields the answer, with usage and model at its end', async () => {
    const model = modelOf(HELLO);
    expect(await outcomeOf(start(model))).toEqual({
      error: undefined,
      chunks: [
        { type: 'start', messageId: 'answer-1' },
        { type: 'start-step' },
        { type: 'text-start', id: 't' },
        { type: 'text-delta', id: 't', delta: 'Hel' },
        { type: 'text-delta', id: 't', delta: 'lo' },
        { type: 'text-end', id: 't' },
        { type: 'finish-step' },
        {
          type: 'finish',
          finishReason: 'stop',
          messageMetadata: { model: 'mock', usage: { inputTokens: 3, outputTokens: 5 } },
        },
      ],
    });
    expect(model.doStreamCalls[0]).toMatchObject({
      maxOutputTokens: 100,
      prompt: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      ],
    });
  });

  it('yields reasoning, and an answer that was all thought because its tokens were used up', async () => {
    const { chunks, error } = await outcomeOf(
      start(
        modelOf([
          { type: 'reasoning-start', id: 'r' },
          { type: 'reasoning-delta', id: 'r', delta: 'hm' },
          { type: 'reasoning-end', id: 'r' },
          finish('length'),
        ]),
      ),
    );
    expect(error).toBeUndefined();
    expect(typesOf(chunks)).toEqual([
      'start',
      'start-step',
      'reasoning-start',
      'reasoning-delta',
      'reasoning-end',
      'finish-step',
      'finish',
    ]);
    expect(chunks.at(-1)).toMatchObject({ finishReason: 'length' });
  });

  it.each<[string, Part[], string]>([
    ['an empty answer', [finish()], 'service-unavailable'],
    ['an answer of empty deltas', [TEXT_START, text(''), TEXT_END, finish('other')], 'service-unavailable'],
    ['a withheld answer', [finish('content-filter')], 'content-filtered'],
    ['an answer withheld half-way', [TEXT_START, text('x'), TEXT_END, finish('content-filter')], 'content-filtered'],
    ['an answer that ended in error', [TEXT_START, text('x'), finish('error')], 'service-cut'],
    ['an answer without an end', [TEXT_START, text('x')], 'service-cut'],
    ['an error part', [TEXT_START, text('x'), { type: 'error', error: overload() }, finish('error')], 'service-cut'],
    ['an error part of no known form', [TEXT_START, text('x'), { type: 'error', error: 'what?' }], 'internal'],
  ])('throws on %s, behind what had arrived', async (_, parts, code) => {
    const { chunks, error } = await outcomeOf(start(modelOf(parts), { retries: 0 }));
    expect(error).toMatchObject({ name: 'ChatError', code });
    const hasText = parts.some((part) => part.type === 'text-delta' && part.delta === 'x');
    expect(typesOf(chunks).slice(0, 4)).toEqual(
      hasText ? ['start', 'start-step', 'text-start', 'text-delta'] : ['start'],
    );
    expect(typesOf(chunks)).not.toContain('finish');
  });

  it('throws on a model whose stream breaks', async () => {
    const model = modelOf(async () => ({
      stream: new ReadableStream<Part>({
        start: (controller) => [TEXT_START, text('x')].forEach((part) => controller.enqueue(part)),
        pull: (controller) => controller.error(new TypeError('terminated')),
      }),
    }));
    expect(await outcomeOf(start(model))).toMatchObject({ error: { code: expect.stringMatching(/service-/) } });
  });
});

describe('streamAnswer, retrying', () => {
  it('repeats a call that failed before its first content, unseen', async () => {
    const retries: unknown[] = [];
    const model = modelOf(overload(), [TEXT_START, { type: 'error', error: overload() }], [finish()], HELLO);
    const { chunks, error } = await outcomeOf(
      start(model, {
        retries: 3,
        onRetry: ({ attempt, delayMs, error: { code } }) => retries.push([attempt, delayMs, code]),
      }),
    );
    expect(error).toBeUndefined();
    expect(typesOf(chunks)).toEqual([
      'start',
      'start-step',
      'text-start',
      'text-delta',
      'text-delta',
      'text-end',
      'finish-step',
      'finish',
    ]);
    expect(retries).toEqual([
      [1, 5, 'service-unavailable'],
      [2, 5, 'service-unavailable'],
      [3, expect.any(Number), 'service-unavailable'],
    ]);
  });

  it('gives up after its retries, with the last error', async () => {
    const model = modelOf(overload());
    expect(await outcomeOf(start(model))).toMatchObject({
      chunks: [{ type: 'start' }],
      error: { code: 'service-unavailable', retryAfterMs: 5 },
    });
    expect(model.doStreamCalls).toHaveLength(3);
  });

  it.each<[string, () => StreamAnswerOptions['model'], Partial<StreamAnswerOptions>]>([
    ['once content has arrived', () => modelOf([TEXT_START, text('x')]), {}],
    ['a withheld answer', () => modelOf([finish('content-filter')]), {}],
    ['when asked for more patience than 20 s', () => modelOf(overload({ 'retry-after': '21' })), {}],
    [
      'when the wait would use up all patience',
      () => modelOf(overload({ 'retry-after': '3' })),
      { firstChunkTimeoutMs: 2000 },
    ],
  ])('does not repeat %s', async (_, makeModel, options) => {
    const model = makeModel() as MockLanguageModelV4;
    expect((await outcomeOf(start(model, options))).error).toBeDefined();
    expect(model.doStreamCalls).toHaveLength(1);
  });

  it('backs off longer each time', async () => {
    const delays: number[] = [];
    await outcomeOf(start(modelOf(overload({})), { onRetry: ({ delayMs }) => delays.push(delayMs) }));
    expect(delays[0]).toBeGreaterThanOrEqual(250);
    expect(delays[0]).toBeLessThanOrEqual(500);
    expect(delays[1]).toBeGreaterThanOrEqual(500);
    expect(delays[1]).toBeLessThanOrEqual(1000);
  });
});

const silentBeforeHeaders: Call = () => new Promise(() => undefined);

function silentAfter(...parts: Part[]): Call {
  return async ({ abortSignal }) => openStream(parts, abortSignal);
}

const endless: Call = async () => ({
  stream: new ReadableStream<Part>({
    start: (controller) => controller.enqueue(TEXT_START),
    pull: (controller) => controller.enqueue(text('x')),
  }),
});

const endlessThinking: Call = async () => ({
  stream: new ReadableStream<Part>({
    start: (controller) => controller.enqueue({ type: 'reasoning-start', id: 'r' }),
    pull: (controller) => controller.enqueue({ type: 'reasoning-delta', id: 'r', delta: 'hm' }),
  }),
});

describe('streamAnswer, running out of patience', () => {
  it.each<[string, Call, Partial<StreamAnswerOptions>, string]>([
    ['no response', silentBeforeHeaders, { firstChunkTimeoutMs: 20 }, 'service-slow'],
    ['a response without content', silentAfter(TEXT_START), { firstChunkTimeoutMs: 20 }, 'service-slow'],
    ['an answer that never begins', silentBeforeHeaders, { maxAnswerMs: 20 }, 'service-slow'],
    ['silence in the middle', silentAfter(TEXT_START, text('x')), { silenceTimeoutMs: 20 }, 'service-silent'],
    ['an answer that takes too long', silentAfter(TEXT_START, text('x')), { maxAnswerMs: 1000 }, 'answer-too-long'],
    ['an answer without end or pause', endless, { maxAnswerMs: 1000, maxOutputTokens: 1e9 }, 'answer-too-long'],
  ])('on %s', async (_, call, options, code) => {
    const model = modelOf(call);
    expect(await outcomeOf(start(model, options))).toMatchObject({ error: { code } });
    expect(model.doStreamCalls).toHaveLength(1);
    expect(model.doStreamCalls[0]?.abortSignal?.aborted).toBe(true);
  });

  it.each<[string, Call]>([
    ['text', endless],
    ['thinking', endlessThinking],
  ])('on %s that takes no notice of how long it may be, wherever that is certain', async (_, call) => {
    const model = modelOf(call);
    const { chunks, error } = await outcomeOf(start(model, { maxOutputTokens: 100 }));
    expect(error).toMatchObject({ code: 'answer-too-long' });
    const characters = chunks.reduce((sum, chunk) => sum + ('delta' in chunk ? chunk.delta.length : 0), 0);
    expect(characters).toBeGreaterThan(100 * 16);
    expect(characters).toBeLessThanOrEqual(100 * 32);
    expect(model.doStreamCalls[0]?.abortSignal?.aborted).toBe(true);
  });
});

describe('streamAnswer, ended by its signal', () => {
  it('ends quietly, and the connection with it', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const stop = new AbortController();
    const model = modelOf(async ({ abortSignal }) => openStream([TEXT_START, text('x')], abortSignal, resolve));
    const { chunks, error } = await outcomeOf(start(model, { signal: stop.signal }), ({ type }) => {
      if (type === 'text-delta') setTimeout(() => stop.abort());
    });
    await closed;
    expect(error).toBeUndefined();
    expect(typesOf(chunks)).toEqual(['start', 'start-step', 'text-start', 'text-delta']);
  });

  it('ends while it waits for a retry', async () => {
    const stop = new AbortController();
    const model = modelOf(overload({ 'retry-after': '10' }));
    const answer = start(model, { signal: stop.signal, onRetry: () => setTimeout(() => stop.abort(), 10) });
    expect(await outcomeOf(answer)).toMatchObject({ chunks: [{ type: 'start' }], error: undefined });
    expect(model.doStreamCalls).toHaveLength(1);
  });

  it('asks nobody when it was stopped before', async () => {
    const model = modelOf(HELLO);
    expect(await outcomeOf(start(model, { signal: AbortSignal.abort() }))).toEqual({ chunks: [], error: undefined });
    expect(model.doStreamCalls).toHaveLength(0);
  });
});

describe('streamAnswer with the demo model', () => {
  it.each([
    ['none', undefined],
    ['before-first-chunk', 'service-unavailable'],
    ['mid-answer', 'service-cut'],
    ['silence', 'service-silent'],
  ] as const)('failure %s', async (failure, code) => {
    const demo = new DemoModel({ delayMs: 0, tokensPerSecond: 0, failure });
    const { error } = await outcomeOf(start(demo, { retries: 0, silenceTimeoutMs: 50 }));
    expect(error?.code).toBe(code);
  });
});
