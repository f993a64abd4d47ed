import type { AuthView, SessionView } from '@app/chat-protocol';
import { answerOf, api, sendOnce } from './request';

declare global {
  /** What `public/session.js` has asked the server before this code was here; taken once. */
  var throughlineSession: Promise<Response> | undefined;
}

/** A call that hangs must not keep everybody waiting. */
const TIMEOUT_MS = 15_000;

/** Who I am; a visitor becomes a guest. Rejects with status 401 where guests are not let in. */
export function getSession(): Promise<SessionView> {
  const early = globalThis.throughlineSession;
  globalThis.throughlineSession = undefined;
  const fetch = early === undefined ? sendOnce : () => early;
  return answerOf(api.GET('/api/v1/session', { fetch, signal: AbortSignal.timeout(TIMEOUT_MS) }));
}

/** The ways in, for anybody. */
export function getAuth(): Promise<AuthView> {
  return answerOf(api.GET('/api/v1/auth', { fetch: sendOnce }));
}

/** Ends the session of this browser, in all its tabs. */
export async function endSession(): Promise<void> {
  await answerOf(api.POST('/api/v1/auth/sign-out', { fetch: sendOnce, signal: AbortSignal.timeout(TIMEOUT_MS) }));
}
