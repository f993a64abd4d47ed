import { ACCOUNT_ERRORS, ERRORS, errorViewSchema, type AccountErrorCode, type ErrorView } from '@app/chat-protocol';
import { statusOf as statusOfAccountError } from '../auth/account-error.js';
import type { Refusal } from './answers.js';
import { schemaOf } from './openapi-schemas.js';

const STATUS: Partial<Record<Refusal, number>> = { 'bad-request': 400, 'not-found': 404, 'too-many-requests': 429 };

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds to wait, with `too-many-requests`. `retryAfterMs` in the body has it for each code.',
    schema: { type: 'integer' as const },
  },
};

/** Answers that are not 2xx, by status: what each code says stands as an example. */
export function errorResponses(codes: Refusal[], hasBody: boolean) {
  const byStatus = Map.groupBy(new Set(codes), statusOf);
  return {
    ...Object.fromEntries([...byStatus].map(([status, theirs]) => [status, response(theirs, status === 429)])),
    ...(hasBody && { 413: { description: '`bad-request`: the body is too large', content: content([]) } }),
    default: { description: 'Anything else that went wrong, such as 500 `internal`', content: content(['internal']) },
  };
}

function response(codes: Refusal[], mayWait: boolean) {
  const description = codes.map((code) => `\`${code}\``).join(', ');
  return { description, ...(mayWait && { headers: RETRY_AFTER }), content: content(codes) };
}

function content(codes: (Refusal | 'internal')[]) {
  const examples = Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }]));
  return {
    'application/json': {
      schema: schemaOf(errorViewSchema, 'output'),
      ...(codes.length > 0 && { examples }),
    },
  };
}

function exampleOf(code: Refusal | 'internal'): ErrorView {
  const waits = code === 'too-many-requests' || code === 'too-many-attempts';
  return { code, message: messageOf(code), ...(waits && { retryAfterMs: 1500 }) };
}

function messageOf(code: Refusal | 'internal'): string {
  if (code === 'bad-request') return 'name: Too small: expected string to have >=1 characters';
  return isAccountError(code) ? ACCOUNT_ERRORS[code] : ERRORS[code].text;
}

function statusOf(code: Refusal): number {
  return isAccountError(code) ? statusOfAccountError(code) : STATUS[code]!;
}

function isAccountError(code: Refusal | 'internal'): code is AccountErrorCode {
  return Object.hasOwn(ACCOUNT_ERRORS, code);
}
