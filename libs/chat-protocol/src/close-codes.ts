/** Every code Throughline closes a socket with; PROTOCOL.md says what a client does about each. */
export const CLOSE = {
  /** The client is done. */
  normal: 1000,
  /** A frame that cannot be answered: not JSON, no usable `requestId`, or too many bad frames. Do not send it again. */
  policy: 1008,
  /** A frame larger than `CHAT_MAX_FRAME_BYTES`. Do not send it again. */
  tooBig: 1009,
  /** The server failed while handling this connection. Redial. */
  internal: 1011,
  /** The server restarts. Redial; nothing is lost. */
  restart: 1012,
  /** This reader took nothing for too long. Redial and resume. */
  tooSlow: 1013,
  /** The session ended. Sign in again, then redial. */
  sessionEnded: 4401,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Codes after which redialling with the same session and frames cannot help. */
export const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([CLOSE.policy, CLOSE.tooBig, CLOSE.sessionEnded]);
