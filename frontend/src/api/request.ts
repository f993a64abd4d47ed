import type { ErrorView } from '@app/chat-protocol';
import createClient from 'openapi-fetch';
import type { paths } from './schema';

/** A REST answer that is not 2xx. `code` is null where the server sent no body we know. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    readonly code: ErrorView['code'] | null,
    message: string,
    /** Milliseconds to wait before trying again; undefined = no advice. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'RequestError';
  }
}

interface Caller {
  /** Whose page this is; null = not known yet. The server answers 401 when the session is somebody else's. */
  userId: string | null;
  /** Asked after a 401: whether the session is there again, and the same user's. */
  renew: () => Promise<boolean>;
}

export const caller: Caller = { userId: null, renew: () => Promise.resolve(false) };

/** The REST API, typed by the server's own description of it. Wrap a call in `answerOf`. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

/** What a call answered. @throws RequestError when it is not 2xx */
export async function answerOf<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T; // undefined for 204, and then T says so
  const view = typeof error === 'object' && error !== null && 'code' in error ? (error as ErrorView) : null; // a proxy's HTML page is none
  throw new RequestError(response.status, view?.code ?? null, view?.message ?? response.statusText, view?.retryAfterMs);
}

/** For calls that begin or end sessions themselves: a 401 is their answer. */
export function sendOnce(request: Request): Promise<Response> {
  if (caller.userId !== null) request.headers.set('x-throughline-user', caller.userId);
  return fetch(request);
}

/** After a 401 the call is repeated once, if the same user is let in again. */
async function send(request: Request): Promise<Response> {
  const { userId } = caller;
  const again = request.clone();
  const response = await sendOnce(request);
  if (response.status !== 401 || !(await caller.renew()) || caller.userId !== userId) return response;
  return sendOnce(again);
}
