import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseCookie } from 'cookie';

/** Names of the cookies. Over HTTPS their prefix keeps other hosts and plain HTTP from setting them. */
export function cookieNames(isSecure: boolean) {
  const prefix = isSecure ? '__Host-throughline' : 'throughline';
  return { session: `${prefix}_session`, oidcState: `${prefix}_oidc`, forgetful: `${prefix}_forgetful` };
}

/**
 * The session token of a `Cookie` header; null = there is none, or one that we did not sign. Costs no query: who merely
 * guesses never reaches the database. The signature is the library's.
 */
export function readSessionToken(header: string | undefined, secret: string, isSecure: boolean): string | null {
  const value = parseCookie(header ?? '')[cookieNames(isSecure).session] ?? '';
  const dot = value.lastIndexOf('.');
  if (dot < 1) return null;
  const token = value.slice(0, dot);
  const expected = Buffer.from(createHmac('sha256', secret).update(token).digest('base64'));
  const given = Buffer.from(value.slice(dot + 1));
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null;
}
