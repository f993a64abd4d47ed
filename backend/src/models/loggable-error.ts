import { inspect } from 'node:util';
import { redact } from './redact-secrets.js';

/**
 * A copy of an error that any logger may print: names, status, messages and the place, along the chain of causes, without
 * secrets. The original also holds the request, which is the user's conversation, and response headers.
 */
export function loggable(error: unknown): Error {
  const copy = new Error(describe(error));
  if (isErrorLike(error) && error.stack) {
    const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
    copy.stack = [`Error: ${copy.message}`, ...frames.map(redact)].join('\n');
  }
  return copy;
}

/** Also true for a DOMException, and for an error of another realm, as Jest makes them: `instanceof` misses both. */
export function isErrorLike(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}

function describe(error: unknown, depth = 0): string {
  if (!isErrorLike(error)) return clip(redact(typeof error === 'string' ? error : inspect(error, { depth: 1 })));
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? ` ${error.statusCode}` : '';
  const own = `${error.name}${status}: ${clip(redact(error.message))}`;
  return error.cause === undefined || depth === 4 ? own : `${own} ← ${describe(error.cause, depth + 1)}`;
}

/** Some messages hold a whole response. Only after `redact`, which would not know half a key. */
function clip(text: string): string {
  return text.length > 500 ? `${text.slice(0, 499).toWellFormed()}…` : text;
}
