import type { HandshakeRefusalCode } from '@app/chat-protocol';

/** Why a handshake is not let in. */
export interface HandshakeRefusal {
  code: HandshakeRefusalCode;
  /** When to try again; undefined = nobody knows. */
  retryAfterMs?: number;
  /** For the log alone: what the operator needs to mend it. */
  detail?: string;
}
