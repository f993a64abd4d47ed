import type { IncomingMessage } from 'node:http';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const LOOPBACK_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Whether a page at the request's `Origin` may talk to us. Compared as exact strings; no origin = no.
 *
 * @param allowed exact origins; empty = the server's own: on loopback its three names with the port it listens on (so
 *   that a name made to point here is not ours), elsewhere the host the request was sent to
 */
export function isAllowedOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return false;
  if (allowed.length > 0) return allowed.includes(origin);
  if (LOOPBACK_ADDRESSES.has(request.socket.localAddress ?? '')) {
    const port = request.socket.localPort === 80 ? '' : `:${request.socket.localPort}`;
    return LOOPBACK_NAMES.some((name) => origin === `http://${name}${port}`);
  }
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
