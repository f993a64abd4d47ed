import { inspect } from 'node:util';
import { ChatError, ERRORS, type ErrorCode } from '@app/chat-protocol';
import {
  APICallError,
  JSONParseError,
  LoadAPIKeyError,
  NoOutputGeneratedError,
  NoSuchModelError,
  RetryError,
  StreamProviderError,
  UnsupportedFunctionalityError,
} from 'ai';
import { toChatError } from './model-errors.js';

const CANARY = 'sk-canary-1234567890';

function response(statusCode: number | undefined, more: Partial<ConstructorParameters<typeof APICallError>[0]> = {}) {
  return new APICallError({
    message: `provider text ${CANARY}`,
    url: 'https://api.example/v1',
    requestBodyValues: { input: 'a private question' },
    statusCode,
    ...more,
  });
}

function fault(code: string, type = 'x') {
  return { data: { error: { message: 'provider text', code, type } } };
}

function httpDateIn(ms: number): string {
  return new Date(Date.now() + ms).toUTCString();
}

const socketError = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:443'), { code: 'ECONNREFUSED' });

describe('toChatError before the first chunk', () => {
  it.each<[string, unknown, ErrorCode]>([
    ['400', response(400), 'request-rejected'],
    ['401', response(401), 'key-rejected'],
    ['402', response(402), 'quota-exhausted'],
    ['403', response(403), 'key-rejected'],
    ['404', response(404), 'model-not-found'],
    ['408', response(408), 'service-unavailable'],
    ['409', response(409), 'service-unavailable'],
    ['413', response(413), 'context-too-long'],
    ['422', response(422), 'request-rejected'],
    ['429', response(429), 'rate-limited'],
    ['500', response(500), 'service-unavailable'],
    ['529', response(529), 'service-unavailable'],
    ['a response that is no answer', response(200), 'service-unavailable'],
    ['no response', response(undefined, { cause: socketError }), 'service-unavailable'],
    ['429 without budget', response(429, fault('insufficient_quota')), 'quota-exhausted'],
    ['429 by its type', response(429, fault('', 'insufficient_quota')), 'quota-exhausted'],
    ['400 too long', response(400, fault('context_length_exceeded')), 'context-too-long'],
    [
      '400 too long, in words',
      response(400, { message: "This model's maximum context length is 4096" }),
      'context-too-long',
    ],
    ['400 filtered', response(400, fault('content_filter')), 'content-filtered'],
    ['400 unknown model', response(400, fault('model_not_found')), 'model-not-found'],
    [
      'an error event as the first of the stream',
      response(500, { data: { type: 'response.failed', response: { error: { code: 'rate_limit_exceeded' } } } }),
      'rate-limited',
    ],
    [
      'an error event in the stream',
      new StreamProviderError({ message: 'x', code: 'insufficient_quota', statusCode: 429 }),
      'quota-exhausted',
    ],
    ['an error event without a status', new StreamProviderError({ message: 'x' }), 'service-unavailable'],
    ['no key', new LoadAPIKeyError({ message: 'x' }), 'key-missing'],
    ['no model', new NoSuchModelError({ modelId: 'x', modelType: 'languageModel' }), 'model-not-found'],
    ['malformed JSON', new JSONParseError({ text: '{', cause: new SyntaxError('x') }), 'service-unavailable'],
    ['no output', new NoOutputGeneratedError({}), 'service-unavailable'],
    ['no output, with a cause', new NoOutputGeneratedError({ cause: response(401) }), 'key-rejected'],
    [
      'retries used up',
      new RetryError({ message: 'x', reason: 'maxRetriesExceeded', errors: [response(500), response(429)] }),
      'rate-limited',
    ],
    ['fetch failed', new TypeError('fetch failed', { cause: socketError }), 'service-unavailable'],
    ['a socket', socketError, 'service-unavailable'],
    ['a timeout', new DOMException('x', 'TimeoutError'), 'service-slow'],
    ['an abort', new DOMException('x', 'AbortError'), 'service-unavailable'],
    ['a fault of ours', new TypeError('x is not a function'), 'internal'],
    ['another fault of ours', new UnsupportedFunctionalityError({ functionality: 'x' }), 'internal'],
    ['no error at all', 'text part 0 not found', 'internal'],
    ['nothing', undefined, 'internal'],
    ['a code of ours', new ChatError('content-filtered'), 'content-filtered'],
  ])('%s', (_, error, code) => {
    const chatError = toChatError(error, 'before-first-chunk');
    expect(chatError.toWire()).toMatchObject({ code, text: ERRORS[code].text, retryable: ERRORS[code].retryable });
  });
});

describe('toChatError in the middle of an answer', () => {
  it.each<[string, unknown, ErrorCode]>([
    ['a cut', new TypeError('terminated'), 'service-cut'],
    ['a cut, as the SDK wraps it', response(200, { cause: new TypeError('terminated') }), 'service-cut'],
    ['an overload', new StreamProviderError({ message: 'x', statusCode: 503 }), 'service-cut'],
    ['malformed JSON', new JSONParseError({ text: '{', cause: new SyntaxError('x') }), 'service-cut'],
    ['a timeout', new DOMException('x', 'TimeoutError'), 'service-silent'],
    ['a rate limit', new StreamProviderError({ message: 'x', statusCode: 429 }), 'rate-limited'],
    ['a filter', new StreamProviderError({ message: 'x', code: 'content_filter' }), 'content-filtered'],
  ])('%s', (_, error, code) => {
    expect(toChatError(error, 'mid-answer').code).toBe(code);
  });
});

describe('toChatError and Retry-After', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after': '60', 'retry-after-ms': '250' }, 250],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': httpDateIn(-60_000) }, 0],
  ])('%j', (responseHeaders, ms) => {
    expect(toChatError(response(429, { responseHeaders }), 'before-first-chunk').retryAfterMs).toBe(ms);
  });

  it('understands a date', () => {
    const { retryAfterMs } = toChatError(
      response(503, { responseHeaders: { 'retry-after': httpDateIn(60_000) } }),
      'mid-answer',
    );
    expect(retryAfterMs).toBeGreaterThan(57_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('gives no advice where waiting does not help', () => {
    const error = response(401, { responseHeaders: { 'retry-after': '3' } });
    expect(toChatError(error, 'before-first-chunk').retryAfterMs).toBeUndefined();
  });
});

describe('what a log may print of it', () => {
  const original = response(401, {
    responseBody: CANARY,
    responseHeaders: { 'x-key': CANARY },
    cause: new Error(CANARY),
  });
  const error = toChatError(original, 'before-first-chunk');

  it('keeps what the provider said', () => {
    expect((error.cause as Error).message).toBe('AI_APICallError 401: provider text [hidden] ← Error: [hidden]');
  });

  it('holds no secret and nothing of the conversation', () => {
    const printed = inspect(error, { depth: null, showHidden: true }) + String((error.cause as Error).stack);
    expect(printed).not.toContain('canary');
    expect(printed).not.toContain('private question');
  });
});
