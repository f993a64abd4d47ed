/** What a user is told, and whether sending again can help. `fixedBy` says who can end the trouble. */
export interface ErrorKind {
  readonly text: string;
  readonly retryable: boolean;
  readonly fixedBy: 'user' | 'operator' | 'nobody';
}

const kind = (text: string, retryable: boolean, fixedBy: ErrorKind['fixedBy']): ErrorKind => ({
  text,
  retryable,
  fixedBy,
});

/** The closed set of errors a client can meet, with the only sentences that ever reach a user. */
export const ERRORS = {
  'bad-frame': kind('This request could not be understood.', false, 'nobody'),
  'message-empty': kind('The message is empty.', false, 'user'),
  'message-too-long': kind('The message is too long. Please shorten it or split it.', false, 'user'),
  unsupported: kind('This kind of message is not supported yet.', false, 'user'),
  'not-found': kind('This conversation was not found.', false, 'user'),
  'queue-full': kind(
    'Too many messages are waiting in this conversation. Wait for an answer, then send again.',
    true,
    'user',
  ),
  'too-many-requests': kind('Too many requests. Wait a moment, then try again.', true, 'user'),
  'too-many-running': kind(
    'You have several answers in the making already. Wait until one is done, then try again.',
    true,
    'user',
  ),
  'quota-used-up': kind(
    'The token quota is used up for now. You can go on when the next period begins.',
    true,
    'operator',
  ),
  superseded: kind('This answer is being received by a newer request.', false, 'nobody'),
  'session-ended': kind('Your session has ended. Please sign in again.', false, 'user'),
  draining: kind('The server is restarting. Your message will be sent again in a moment.', true, 'nobody'),
  'storage-unavailable': kind(
    'The database cannot be reached right now. Please try again in a moment.',
    true,
    'operator',
  ),
  internal: kind('Something went wrong on our side. Please try again.', true, 'operator'),

  'key-missing': kind(
    'No key for the AI service is configured. The operator of this server can add one.',
    true,
    'operator',
  ),
  'key-rejected': kind(
    'The AI service did not accept the key of this server. Its operator needs to check it.',
    true,
    'operator',
  ),
  'model-not-found': kind(
    'The AI service does not know the configured model. The operator of this server needs to check it.',
    true,
    'operator',
  ),
  'rate-limited': kind('The AI service is receiving too many requests. Please try again in a moment.', true, 'nobody'),
  'quota-exhausted': kind("This server's budget with the AI service is used up.", true, 'operator'),
  'context-too-long': kind(
    'This conversation has grown too long for the model. Please start a new one.',
    false,
    'user',
  ),
  'content-filtered': kind('The AI service withheld this answer because of its content policy.', true, 'user'),
  'request-rejected': kind('The AI service rejected this request.', true, 'operator'),
  'service-unavailable': kind(
    'The AI service is not available right now. Please try again in a moment.',
    true,
    'nobody',
  ),
  'service-slow': kind('The AI service took too long to start answering. Please try again.', true, 'nobody'),
  'service-silent': kind(
    'The AI service stopped in the middle of this answer. What had arrived is kept.',
    true,
    'nobody',
  ),
  'service-cut': kind(
    'The connection to the AI service broke in the middle of this answer. What had arrived is kept.',
    true,
    'nobody',
  ),
  'answer-too-long': kind(
    'This answer went on longer than this server allows. What had arrived is kept.',
    true,
    'operator',
  ),
  'answer-incomplete': kind('A part of this answer is missing from the store. Please try again.', true, 'operator'),
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** An error as it travels: in an `error` frame, an `error` chunk or a message's metadata. */
export interface WireError {
  code: ErrorCode;
  /** The sentence for the user. */
  text: string;
  retryable: boolean;
  /** Milliseconds to wait before a retry; absent = no advice. */
  retryAfterMs?: number;
}

/** The wire form of a code. */
export function wireError(code: ErrorCode, retryAfterMs?: number): WireError {
  const { text, retryable } = ERRORS[code];
  return { code, text, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** A failure with a code a client may see. `cause` is for the log only. */
export class ChatError extends Error {
  constructor(
    readonly code: ErrorCode,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(ERRORS[code].text, { cause: options.cause });
    this.name = 'ChatError';
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Milliseconds to wait before a retry; undefined = no advice. */
  readonly retryAfterMs: number | undefined;

  toWire(): WireError {
    return wireError(this.code, this.retryAfterMs);
  }
}
