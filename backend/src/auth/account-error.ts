import { ACCOUNT_ERRORS, type AccountErrorCode, type ErrorView } from '@app/chat-protocol';
import { HttpException } from '@nestjs/common';

const STATUS: Partial<Record<AccountErrorCode, number>> = {
  'no-session': 401,
  'email-taken': 409,
  'email-invalid': 400,
  'password-too-short': 400,
  'password-too-long': 400,
  'mode-off': 404,
  'too-many-attempts': 429,
  'provider-unavailable': 503,
  'last-admin': 409,
  'too-many-keys': 409,
};

/** The HTTP status of a code. */
export function statusOf(code: AccountErrorCode): number {
  return STATUS[code] ?? 403;
}

/** An account error as its HTTP answer; 403 unless the code has a status of its own. */
export class AccountError extends HttpException {
  constructor(
    readonly code: AccountErrorCode,
    retryAfterMs?: number,
  ) {
    const view: ErrorView = { code, message: ACCOUNT_ERRORS[code] };
    super(retryAfterMs === undefined ? view : { ...view, retryAfterMs }, statusOf(code));
  }
}
