/** The subprotocol of Throughline's own clients. A socket opened without it gets the AI SDK's frames and nothing else. */
export const SUBPROTOCOL = 'throughline.v1';

/** The one path the chat socket lives at; any other spelling is refused. */
export const CHAT_PATH = '/api/v1/chat/ws';

/** What one frame may hold. Sizes the operator may change are in the server's configuration, not here. */
export const FRAME_LIMITS = {
  /** Characters of a request, conversation or message id. */
  idCharacters: 64,
  /** Parts of one user message. */
  parts: 100,
  /** Messages named in one `send`; only the last is read, the others lend their ids. */
  messages: 10_000,
  /** Objects and arrays in one frame. */
  values: 50_000,
  /** Nesting of objects and arrays. */
  depth: 32,
  /** Keys of one object. */
  keys: 200,
} as const;

/** What the REST API takes, in characters (UTF-16). */
export const REST_LIMITS = {
  titleCharacters: 200,
  /** Of a conversation, and of a user's settings. */
  instructionsCharacters: 4_000,
  /** Of feedback. */
  commentCharacters: 2_000,
  /** Of what is looked for. */
  searchCharacters: 200,
} as const;

/** Heartbeat of our own clients: both sides find a half-open link within `intervalMs + timeoutMs` (promise P20). */
export const HEARTBEAT = {
  /** Milliseconds between two `ping` frames of a client. */
  clientIntervalMs: 10_000,
  /** Milliseconds a client waits for any frame after its `ping` before it redials. */
  clientTimeoutMs: 8_000,
  /** Milliseconds between two WebSocket pings of the server. */
  serverIntervalMs: 20_000,
  /** Milliseconds the server waits for any sign of life after its ping before it cuts the link. */
  serverTimeoutMs: 8_000,
} as const;
