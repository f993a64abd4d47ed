export interface HandshakeRefusalKind {
  /** The HTTP status of the answer. */
  readonly status: 401 | 403 | 404 | 429 | 500 | 503;
  /** For whoever looks why there is no socket; browsers show it to nobody but their developer tools. */
  readonly text: string;
}

const kind = (status: HandshakeRefusalKind['status'], text: string): HandshakeRefusalKind => ({ status, text });

/** Why a handshake is answered by plain HTTP instead of 101. The body of that answer is `{ code, message }`, as in REST. */
export const HANDSHAKE_REFUSALS = {
  'unknown-path': kind(404, 'There is no socket at this path.'),
  'too-many-handshakes': kind(429, 'Too many handshakes came from this address.'),
  'too-many-address-sockets': kind(429, 'This address has too many open sockets.'),
  'server-full': kind(503, 'This process has as many open sockets as it may.'),
  draining: kind(503, 'This process is about to stop.'),
  'no-origin': kind(403, 'Without an Origin an API key is needed.'),
  'foreign-origin': kind(403, 'This Origin is none of this server.'),
  'storage-unavailable': kind(503, 'The database cannot be reached right now.'),
  'no-session': kind(401, 'There is no session or API key, or it has ended.'),
  'too-many-user-sockets': kind(429, 'This user has too many open sockets.'),
  internal: kind(500, 'Something went wrong on our side.'),
} as const satisfies Record<string, HandshakeRefusalKind>;

export type HandshakeRefusalCode = keyof typeof HANDSHAKE_REFUSALS;
