import type { UIMessageChunk } from 'ai';
import type { WireError } from './error-codes.js';
import type { MessageStatus } from './message-metadata.js';

/** Position in a turn's log: how many of its chunks a reader has. 0 = none. */
export type Offset = number;

// ---- client → server -------------------------------------------------------------------------------------------------

/** A user's message as the server uses it: text parts only; every string is storable (no NUL, no lone surrogates). */
export interface UserMessage {
  id: string;
  parts: { type: 'text'; text: string }[];
}

/** Ask for an answer. The same `requestId` again attaches to the turn it already started. */
export interface SendFrame {
  type: 'send';
  requestId: string;
  /** The conversation; made by the client, created by the first `send`. */
  id: string;
  trigger: 'submit-message' | 'regenerate-message';
  /** The last message of the frame, which must be the user's. */
  message: UserMessage;
  /** Ids of the messages before it, oldest first; the nearest one the server knows becomes the parent. */
  earlierIds: string[];
  /** The unfinished answer that the new one repeats and goes on with; null = the answer is made from its start. */
  continuesId: string | null;
  /** Go on behind this position; 0 = from the start. Our clients only. */
  offset: Offset;
  /** Number of the next `chunk` frame: 0, or one more than the last the client has. */
  nextSequence: number;
}

/** Follow the newest turn of a conversation. */
export interface ResumeFrame {
  type: 'resume';
  requestId: string;
  id: string;
  /** The turn to follow; undefined = the conversation's newest. Our clients only. */
  turnId: string | undefined;
  offset: Offset;
  nextSequence: number;
}

/** Stop the turn this request follows. */
export interface AbortFrame {
  type: 'abort';
  requestId: string;
}

/** Stop a turn by its id, from any tab. Our clients only. */
export interface StopFrame {
  type: 'stop';
  requestId: string;
  turnId: string;
}

/** Are you there? Answered by `pong` with the same `requestId`. Our clients only. */
export interface PingFrame {
  type: 'ping';
  requestId: string;
}

/** A client's frame after the parser: what the server acts on. */
export type ClientFrame = SendFrame | ResumeFrame | AbortFrame | StopFrame | PingFrame;

// ---- server → client: the AI SDK's frames ----------------------------------------------------------------------------

export interface StartFrame {
  type: 'start';
  requestId: string;
}

export interface ChunkFrame {
  type: 'chunk';
  requestId: string;
  /** 0, 1, 2 … per `requestId`, dense. */
  sequence: number;
  chunk: UIMessageChunk;
  /** The reader's position behind this chunk. Our clients only. */
  offset?: Offset;
}

export interface EndFrame {
  type: 'end';
  requestId: string;
}

/** The request failed; a failed answer is an `error` chunk instead. All fields but `errorText` for our clients only. */
export interface ErrorFrame extends Partial<Omit<WireError, 'text'>> {
  type: 'error';
  requestId: string;
  errorText: string;
  /** Where in the client's frame the first fault is, as `messages.0.parts.2`; absent = the fault is not in one place of it. */
  path?: string;
}

/** Nothing to resume: the stored messages are the whole truth. */
export interface NoActiveFrame {
  type: 'no-active';
  requestId: string;
}

// ---- server → client: only with the subprotocol throughline.v1 -------------------------------------------------------

/** First frame on a connection. */
export interface WelcomeFrame {
  type: 'welcome';
  requestId: '';
  userId: string;
  /** Milliseconds between two pings the server expects from this client. */
  heartbeatIntervalMs: number;
  /** Longest user message, in characters. */
  maxMessageCharacters: number;
  /** Which model answers; `demo` = the built-in one. */
  model: string;
}

/** The user's message is committed; the model has not been called yet. */
export interface AcceptedFrame {
  type: 'accepted';
  requestId: string;
  messageId: string;
  turnId: string;
  /** Id the answer will have. */
  answerId: string;
  /** Database time of the commit, ISO 8601. */
  persistedAt: string;
}

/** The turn waits for others of its conversation; its first chunk, or `turn-started`, says that it runs. */
export interface StatusFrame {
  type: 'status';
  requestId: string;
  turnId: string;
  state: 'queued';
  /** Turns ahead of this one. */
  position: number;
}

/** Something of this user changed, on any tab, device or process. A hint: the REST history is the truth. */
export type FeedEvent =
  | { kind: 'conversation-changed'; conversationId: string }
  | { kind: 'conversation-deleted'; conversationId: string }
  | { kind: 'turn-started'; conversationId: string; turnId: string; userMessageId: string; answerId: string }
  | {
      kind: 'turn-settled';
      conversationId: string;
      turnId: string;
      answerId: string;
      status: Exclude<MessageStatus, 'pending'>;
    }
  /** Events may have been missed: load again what is shown. */
  | { kind: 'resync' };

export interface EventFrame {
  type: 'event';
  requestId: '';
  event: FeedEvent;
}

export interface PongFrame {
  type: 'pong';
  requestId: string;
}

/** The server is about to restart: open a new connection when this one closes with 1012. */
export interface DrainingFrame {
  type: 'draining';
  requestId: '';
}

export type ServerFrame =
  | StartFrame
  | ChunkFrame
  | EndFrame
  | ErrorFrame
  | NoActiveFrame
  | WelcomeFrame
  | AcceptedFrame
  | StatusFrame
  | EventFrame
  | PongFrame
  | DrainingFrame;
