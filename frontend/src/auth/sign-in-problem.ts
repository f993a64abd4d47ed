import { ACCOUNT_ERRORS, type AccountErrorCode } from '@app/chat-protocol';
import { RequestError } from '../api/request';
import { lateTexts } from '../ui/late-texts';

/** Why signing up or in did not work. */
export interface SignInProblem {
  text: string;
  /** The field that is wrong; null = it is none of them. */
  field: 'name' | 'email' | 'password' | null;
  /** There is an account already: signing in is what to do. */
  isTaken: boolean;
  /** Milliseconds until it is worth another try; 0 = now. */
  waitMs: number;
}

const FIELDS: Partial<Record<AccountErrorCode, SignInProblem['field']>> = {
  'email-taken': 'email',
  'email-invalid': 'email',
  'password-too-short': 'password',
  'password-too-long': 'password',
};

export function signInProblem(error: unknown): SignInProblem {
  const plain = { field: null, isTaken: false, waitMs: 0 };
  if (!(error instanceof RequestError)) return { ...plain, text: lateTexts.signIn.unreachable };
  const { code, message, retryAfterMs = 0 } = error;
  if (code === null || code === 'bad-request') return { ...plain, text: lateTexts.signIn.failed };
  const field = FIELDS[code as AccountErrorCode] ?? null;
  return { text: message, field, isTaken: code === 'email-taken', waitMs: retryAfterMs };
}

/** What single sign-on came back with. */
export function arrivalProblem(code: string): string {
  return Object.hasOwn(ACCOUNT_ERRORS, code) ? ACCOUNT_ERRORS[code as AccountErrorCode] : lateTexts.signIn.failed;
}
