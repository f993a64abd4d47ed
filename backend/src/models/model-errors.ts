import { ChatError, type ErrorCode } from '@app/chat-protocol';
import {
  APICallError,
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  LoadAPIKeyError,
  NoContentGeneratedError,
  NoOutputGeneratedError,
  NoSuchModelError,
  RetryError,
  StreamProviderError,
  TypeValidationError,
} from 'ai';
import { isErrorLike, loggable } from './loggable-error.js';

/** Whether any of the answer had arrived when it failed. */
export type FailurePhase = 'before-first-chunk' | 'mid-answer';

/** What a failed model call means to a user. Its `cause` holds the provider's words, free of secrets, for the log. */
export function toChatError(error: unknown, phase: FailurePhase): ChatError {
  if (error instanceof ChatError) return error;
  const root = unwrap(error);
  if (root instanceof ChatError) return root;
  const code = codeOf(root);
  return new ChatError((phase === 'mid-answer' && WHEN_MID_ANSWER[code]) || code, {
    cause: loggable(error),
    retryAfterMs: code === 'rate-limited' || code === 'service-unavailable' ? retryAfterMs(root) : undefined,
  });
}

/** The sentence of these speaks of a service that never answered. */
const WHEN_MID_ANSWER: Partial<Record<ErrorCode, ErrorCode>> = {
  'service-unavailable': 'service-cut',
  'service-slow': 'service-silent',
};

/** Codes and types that OpenAI and compatible servers send; the first match wins. */
const BY_PROVIDER_CODE: [RegExp, ErrorCode][] = [
  [/insufficient_quota|billing_(hard_limit_reached|not_active)/, 'quota-exhausted'],
  [/context_length_exceeded|exceed_context_size/, 'context-too-long'],
  [/content_(filter|policy)/, 'content-filtered'],
  [/model_not_found/, 'model-not-found'],
  [/invalid_api_key|authentication_error/, 'key-rejected'],
  [/rate_limit/, 'rate-limited'],
];

const BY_STATUS: Record<number, ErrorCode> = {
  401: 'key-rejected',
  402: 'quota-exhausted',
  403: 'key-rejected',
  404: 'model-not-found',
  408: 'service-unavailable',
  409: 'service-unavailable',
  413: 'context-too-long',
  425: 'service-unavailable',
  429: 'rate-limited',
};

/** The service answered, or broke off, with something that is no answer. */
const BROKEN_ANSWERS = [
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  NoContentGeneratedError,
  NoOutputGeneratedError,
  TypeValidationError,
];

/** `error.code` of Node's sockets and its `fetch`. */
const NETWORK_CODE = /^(E[A-Z]+|UND_ERR_[A-Z_]+|CERT_[A-Z_]+)$/;

function codeOf(error: unknown): ErrorCode {
  if (LoadAPIKeyError.isInstance(error)) return 'key-missing';
  if (NoSuchModelError.isInstance(error)) return 'model-not-found';
  if (APICallError.isInstance(error) || StreamProviderError.isInstance(error)) return codeOfResponse(error);
  if (BROKEN_ANSWERS.some((kind) => kind.isInstance(error))) return 'service-unavailable';
  if (!isErrorLike(error)) return 'internal';
  if (error.name === 'TimeoutError') return 'service-slow';
  if (error.name === 'AbortError') return 'service-unavailable';
  return isNetworkError(error) ? 'service-unavailable' : 'internal';
}

function codeOfResponse(error: APICallError | StreamProviderError): ErrorCode {
  const status = error.statusCode ?? 500;
  const providerCode = providerCodeOf(error);
  const known = BY_PROVIDER_CODE.find(([pattern]) => pattern.test(providerCode));
  if (known) return known[1];
  // Servers without a code for it (vLLM, llama.cpp, LM Studio) only say it in words.
  if (status === 400 && /context (length|size|window)/i.test(error.message)) return 'context-too-long';
  return BY_STATUS[status] ?? (status >= 400 && status < 500 ? 'request-rejected' : 'service-unavailable');
}

/** The provider's own `code` and `type`, whatever envelope they came in. */
function providerCodeOf(error: APICallError | StreamProviderError): string {
  if (StreamProviderError.isInstance(error)) return `${error.code ?? ''} ${error.type ?? ''}`;
  const data = error.data as { error?: ProviderFault; response?: { error?: ProviderFault } } & ProviderFault;
  const fault = data?.error ?? data?.response?.error ?? data;
  return `${fault?.code ?? ''} ${fault?.type ?? ''}`;
}

interface ProviderFault {
  code?: string | number | null;
  type?: string | null;
}

function isNetworkError(error: Error): boolean {
  if ('code' in error && typeof error.code === 'string' && NETWORK_CODE.test(error.code)) return true;
  if (error.name === 'TypeError' && /^(fetch failed|terminated)$/.test(error.message)) return true;
  return isErrorLike(error.cause) && isNetworkError(error.cause);
}

function unwrap(error: unknown): unknown {
  if (RetryError.isInstance(error)) return unwrap(error.lastError);
  if (NoOutputGeneratedError.isInstance(error) && error.cause !== undefined) return unwrap(error.cause);
  return error;
}

/** What the service asked for, in milliseconds; undefined = nothing that makes sense. */
function retryAfterMs(error: unknown): number | undefined {
  if (!APICallError.isInstance(error)) return undefined;
  const headers = error.responseHeaders ?? {};
  const precise = Number(headers['retry-after-ms'] || NaN);
  if (precise >= 0) return Math.ceil(precise);
  const text = headers['retry-after'] || '';
  const ms = /^[\d.]+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}
