import { ACCOUNT_ERRORS, type AccountErrorCode, type SignInErrorCode } from '@app/chat-protocol';
import type { Response } from 'express';
import { AccountError } from './account-error.js';

/** The library's codes that tell a user something. */
const CODES: Record<string, AccountErrorCode> = {
  INVALID_EMAIL_OR_PASSWORD: 'wrong-credentials',
  INVALID_PASSWORD: 'wrong-credentials',
  CREDENTIAL_ACCOUNT_NOT_FOUND: 'wrong-credentials',
  INVALID_EMAIL: 'email-invalid',
  PASSWORD_TOO_SHORT: 'password-too-short',
  PASSWORD_TOO_LONG: 'password-too-long',
  USER_ALREADY_EXISTS: 'email-taken',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'email-taken',
  FAILED_TO_CREATE_USER: 'email-taken',
  PROVIDER_NOT_FOUND: 'provider-unavailable',
  UNAUTHORIZED: 'no-session',
};

/**
 * Passes the cookies of a library call on to the browser (null = to none), and gives what it returned. That never goes
 * out: it holds the session's token, which no script may read.
 *
 * @throws AccountError for what a user can understand; what the library threw for the rest
 */
export async function relay<T>(
  response: Response | null,
  call: Promise<{ headers: Headers | null; response: T }>,
): Promise<T> {
  try {
    const answer = await call;
    if (response !== null) relayCookies(response, answer.headers);
    return answer.response;
  } catch (error) {
    throw toAccountError(error) ?? error;
  }
}

export function relayCookies(response: Response, headers: Headers | null): void {
  for (const cookie of headers?.getSetCookie() ?? []) response.append('Set-Cookie', cookie);
}

/** Where the page goes after the OpenID provider: nowhere but home, with what went wrong. */
export function pageAfterOidc(location: string | null): string {
  const error = URL.parse(location ?? '/?error=none', 'http://localhost')?.searchParams.get('error') ?? null;
  if (error === null || error === 'access_denied') return '/';
  const known: Record<string, SignInErrorCode> = {
    account_not_linked: 'email-taken',
    'sign-up-closed': 'sign-up-closed',
    banned: 'banned',
  };
  return `/?sign-in-error=${known[error] ?? 'provider-unavailable'}`;
}

function toAccountError(error: unknown): AccountError | null {
  // By its name: the library's code may not be here yet.
  if (!(error instanceof Error) || error.name !== 'APIError') return null;
  const code = (error as { body?: { code?: string } }).body?.code ?? '';
  if (Object.hasOwn(ACCOUNT_ERRORS, code)) return new AccountError(code as AccountErrorCode);
  return Object.hasOwn(CODES, code) ? new AccountError(CODES[code]) : null;
}
