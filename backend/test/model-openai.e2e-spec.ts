import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type { ChatError } from '@app/chat-protocol';
import { LLMock } from '@copilotkit/aimock';
import type { UIMessageChunk } from 'ai';
import { configServiceFrom } from '../src/config/config.js';
import { ModelSelectorService } from '../src/models/model-selector.service.js';
import type { Emit } from '../src/models/model-intake.js';
import { streamAnswer, type StreamAnswerOptions } from '../src/models/model-stream.js';

const KEY = 'sk-canary-0123456789abcdef';
const ANSWER = 'The quick brown fox — “jumps” over\n\n```js\nthe 🦊;\n```\n and the lazy dog.'.repeat(5);
const APIS = ['responses', 'chat'] as const;
type Api = (typeof APIS)[number];

function ask(question: string, env: Record<string, string>, options: Partial<StreamAnswerOptions> = {}) {
  const selector = new ModelSelectorService(configServiceFrom({ OPENAI_API_KEY: KEY, CHAT_MODEL: 'gpt-4o', ...env }));
  const defaults = {
    model: selector.getModel(),
    system: 'Be brief.',
    messages: [{ role: 'user' as const, content: question }],
    maxOutputTokens: 1000,
    retries: 0,
    firstChunkTimeoutMs: 10_000,
    silenceTimeoutMs: 10_000,
    maxAnswerMs: 20_000,
    signal: new AbortController().signal,
    answerId: 'answer-1',
  };
  return (emit: Emit) => streamAnswer({ ...defaults, ...options }, emit);
}

async function outcomeOf(answer: (emit: Emit) => Promise<void>) {
  const chunks: UIMessageChunk[] = [];
  let error: ChatError | undefined;
  try {
    await answer((chunk) => chunks.push(chunk));
  } catch (thrown) {
    error = thrown as ChatError;
  }
  const text = chunks.map((chunk) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('');
  return { chunks, text, error };
}

interface ServedRequest {
  headers: IncomingMessage['headers'];
  body: unknown;
  /** Resolves when the connection is gone. */
  closed: Promise<unknown>;
}

/** A server of a few lines for what the mock cannot do. */
async function serve(answer: (response: ServerResponse) => void) {
  const requests: ServedRequest[] = [];
  const server = createServer((request, response) => {
    const closed = once(response, 'close');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()), closed });
      answer(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await once(server.close(), 'close');
    },
  };
}

function sse(response: ServerResponse, ...events: (object | string)[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of events) response.write(`data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`);
}

/** The first events of an answer that says "Hello". */
const HELLO: Record<Api, object[]> = {
  responses: [
    { type: 'response.created', response: { id: 'r', created_at: 1, model: 'gpt-4o' } },
    { type: 'response.output_item.added', output_index: 0, item: { type: 'message', id: 'm' } },
    { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'Hello' },
  ],
  chat: [{ id: 'c', model: 'gpt-4o', choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello' } }] }],
};

/** The events behind them. */
const GOODBYE: Record<Api, object[]> = {
  responses: [
    { type: 'response.output_item.done', output_index: 0, item: { type: 'message', id: 'm' } },
    { type: 'response.completed', response: { usage: { input_tokens: 3, output_tokens: 1 } } },
  ],
  chat: [
    { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { id: 'c', choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } },
  ],
};

const WITHHELD: Record<Api, object> = {
  responses: {
    type: 'response.incomplete',
    response: { incomplete_details: { reason: 'content_filter' }, usage: { input_tokens: 3, output_tokens: 1 } },
  },
  chat: { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'content_filter' }] },
};

describe.each(APIS)('an AI service over its %s API', (OPENAI_API) => {
  const mock = new LLMock({ port: 0, host: '127.0.0.1' });
  const toMock = () => ({ OPENAI_API, OPENAI_BASE_URL: `${mock.url}/v1` });
  beforeAll(() => mock.start());
  afterAll(() => mock.stop());
  beforeEach(() => mock.reset());

  it('streams the exact text, with the key in its header', async () => {
    mock.onMessage('tell me', { content: ANSWER }, { chunkSize: 7 });
    const { chunks, text, error } = await outcomeOf(ask('tell me', toMock()));
    expect(error).toBeUndefined();
    expect(text).toBe(ANSWER);
    expect(chunks.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(20);
    expect(chunks.map(({ type }) => type).filter((type) => type !== 'text-delta')).toEqual([
      'start',
      'start-step',
      'text-start',
      'text-end',
      'finish-step',
      'finish',
    ]);
    expect(chunks.at(-1)).toMatchObject({ finishReason: 'stop', messageMetadata: { model: 'gpt-4o' } });
    expect(JSON.stringify(chunks)).not.toContain('providerMetadata');
    expect(mock.getLastRequest()?.path).toBe(OPENAI_API === 'chat' ? '/v1/chat/completions' : '/v1/responses');
  });

  it('sends key, instructions and limit, and leaves nothing at the service', async () => {
    await using server = await serve((response) => {
      sse(response, ...HELLO[OPENAI_API]);
      response.end();
    });
    await outcomeOf(ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }));
    const { headers, body } = server.requests[0];
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toMatchObject(
      OPENAI_API === 'chat'
        ? { model: 'gpt-4o', stream: true, max_tokens: 1000, messages: [{ role: 'system', content: 'Be brief.' }, {}] }
        : { model: 'gpt-4o', stream: true, max_output_tokens: 1000, store: false },
    );
  });

  it('sends a placeholder where no key is configured', async () => {
    await using server = await serve((response) => response.writeHead(401).end());
    const answer = ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url, OPENAI_API_KEY: '' });
    expect((await outcomeOf(answer)).error?.code).toBe('key-rejected');
    expect(server.requests[0].headers.authorization).toBe('Bearer none');
  });

  it.each([
    [401, { message: `Incorrect API key provided: ${KEY}`, code: 'invalid_api_key' }, 'key-rejected'],
    [404, { message: 'The model does not exist', code: 'model_not_found' }, 'model-not-found'],
    [400, { message: 'too long', code: 'context_length_exceeded' }, 'context-too-long'],
    [400, { message: 'no', code: 'content_filter' }, 'content-filtered'],
    [400, { message: 'no', code: 'unknown_parameter' }, 'request-rejected'],
    [429, { message: 'no budget', code: 'insufficient_quota' }, 'quota-exhausted'],
    [429, { message: 'slow down', code: 'rate_limit_exceeded' }, 'rate-limited'],
    [500, { message: 'oops', type: 'server_error' }, 'service-unavailable'],
  ])('takes %d %j for %s', async (status, error, code) => {
    mock.onMessage('Hi', { error, status });
    const outcome = await outcomeOf(ask('Hi', toMock()));
    expect(outcome).toMatchObject({ chunks: [{ type: 'start' }], error: { code } });
  });

  it('keeps a key that the service echoes out of everything that can be shown or logged', async () => {
    await using server = await serve((response) => {
      response.writeHead(401, { 'x-key': KEY, 'content-type': 'application/json' });
      response.end(JSON.stringify({ error: { message: `Wrong: ${KEY} / Bearer ${KEY}`, code: 'invalid_api_key' } }));
    });
    const { error } = await outcomeOf(ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }));
    expect(error).toMatchObject({
      code: 'key-rejected',
      cause: { message: expect.stringContaining('Wrong: [hidden]') },
    });
    const shown = JSON.stringify(error?.toWire()) + inspect(error, { depth: null, showHidden: true });
    expect(shown).not.toContain('canary');
  });

  it('waits as long as it is told before it tries again', async () => {
    const times: number[] = [];
    await using server = await serve((response) => {
      times.push(performance.now());
      if (times.length === 1) response.writeHead(429, { 'retry-after': '1' });
      else if (times.length === 2) response.writeHead(500, { 'retry-after-ms': '10' });
      else sse(response, ...HELLO[OPENAI_API], ...GOODBYE[OPENAI_API]);
      response.end();
    });
    const delays: number[] = [];
    const { text, error } = await outcomeOf(
      ask(
        'Hi',
        { OPENAI_API, OPENAI_BASE_URL: server.url },
        { retries: 2, onRetry: ({ delayMs }) => delays.push(delayMs) },
      ),
    );
    expect([text, error]).toEqual(['Hello', undefined]);
    expect(delays).toEqual([1000, 10]);
    expect(times[1] - times[0]).toBeGreaterThanOrEqual(990);
  });

  it('gives up on a service that never answers, and hangs up', async () => {
    await using server = await serve(() => undefined);
    const { error } = await outcomeOf(
      ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }, { firstChunkTimeoutMs: 1000, retries: 2 }),
    );
    expect(error?.code).toBe('service-slow');
    expect(server.requests).toHaveLength(1);
    await server.requests[0].closed;
  });

  it('gives up on a service that falls silent, keeps what it said, and hangs up', async () => {
    await using server = await serve((response) => sse(response, ...HELLO[OPENAI_API]));
    const { text, error } = await outcomeOf(
      ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }, { silenceTimeoutMs: 1000, retries: 2 }),
    );
    expect([text, error?.code]).toEqual(['Hello', 'service-silent']);
    expect(server.requests).toHaveLength(1);
    await server.requests[0].closed;
  });

  it('hangs up when it is told to', async () => {
    await using server = await serve((response) => sse(response, ...HELLO[OPENAI_API]));
    const stop = new AbortController();
    const answer = ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }, { signal: stop.signal });
    await answer(({ type }) => {
      if (type === 'text-delta') stop.abort();
    });
    await expect(server.requests[0].closed).resolves.toBeDefined();
  });

  it('keeps what arrived before the connection was cut', async () => {
    mock.onMessage('cut', { content: ANSWER }, { chunkSize: 7, latency: 5, truncateAfterChunks: 12 });
    const { text, error } = await outcomeOf(ask('cut', toMock(), { retries: 2 }));
    expect(error?.code).toBe('service-cut');
    expect(text).not.toBe('');
    expect(ANSWER.startsWith(text)).toBe(true);
    expect(mock.getRequests()).toHaveLength(1);
  });

  it.each<[string, (response: ServerResponse) => unknown, string, string]>([
    [
      'a socket cut in the middle',
      (response) => response.write('data: {"ty', () => response.destroy()),
      'Hello',
      'service-cut',
    ],
    ['an end without an end', (response) => response.end(), 'Hello', 'service-cut'],
    ['events that are not JSON', (response) => sse(response, '{"oops'), 'Hello', 'service-cut'],
    ['events of another shape', (response) => sse(response, '[1,2]'), 'Hello', 'service-cut'],
    [
      'an error event',
      (response) =>
        sse(response, {
          type: 'error',
          error: { message: KEY, code: 'server_error' },
          message: KEY,
          code: 'server_error',
        }),
      'Hello',
      'service-cut',
    ],
  ])('%s', async (_, fail, said, code) => {
    await using server = await serve((response) => {
      sse(response, ...HELLO[OPENAI_API]);
      fail(response);
    });
    const { text, error } = await outcomeOf(
      ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }, { silenceTimeoutMs: 500 }),
    );
    expect([text, error?.code]).toEqual([said, code]);
    expect(inspect(error, { depth: null })).not.toContain('canary');
  });

  it('is told of a withheld answer', async () => {
    await using server = await serve((response) => {
      sse(response, ...HELLO[OPENAI_API], WITHHELD[OPENAI_API]);
      response.end();
    });
    const { text, error } = await outcomeOf(ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }));
    expect([text, error?.code]).toEqual(['Hello', 'content-filtered']);
  });

  it('is told what it cost', async () => {
    await using server = await serve((response) => {
      sse(response, ...HELLO[OPENAI_API], ...GOODBYE[OPENAI_API]);
      response.end();
    });
    const { chunks } = await outcomeOf(ask('Hi', { OPENAI_API, OPENAI_BASE_URL: server.url }));
    expect(chunks.at(-1)).toMatchObject({ messageMetadata: { usage: { inputTokens: 3, outputTokens: 1 } } });
  });
});

it('takes an address where nobody listens for a service that is not available', async () => {
  await using server = await serve(() => undefined);
  const { url } = server;
  await server[Symbol.asyncDispose]();
  expect((await outcomeOf(ask('Hi', { OPENAI_BASE_URL: url }))).error?.code).toBe('service-unavailable');
});
