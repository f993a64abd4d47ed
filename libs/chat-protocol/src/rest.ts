import type { AccountErrorCode } from './account-errors.js';
import type { AuthView, UserView } from './accounts.js';
import type { ErrorCode } from './error-codes.js';
import type { ChatMessage } from './message-metadata.js';

/**
 * `GET /api/v1/session`: who I am. Where there was no session a guest's begins; where guests are not let in, 401
 * `no-session`: `GET /api/v1/auth` says how to sign in.
 */
export interface SessionView {
  /** The same as `user.id`. */
  userId: string;
  user: UserView;
  auth: AuthView;
  model: ModelView;
  /** Longest user message, in characters. */
  maxMessageCharacters: number;
}

/** Which model answers. */
export interface ModelView {
  /** As the AI service spells it, e.g. `gpt-5-mini`; `demo` for the built-in one. */
  id: string;
  /** True = the built-in demo model: no key and no server are configured. */
  isDemo: boolean;
}

export interface ConversationView {
  id: string;
  /** Empty string = no title yet. */
  title: string;
  /** ISO 8601. */
  startTime: string;
  /** ISO 8601; the list is sorted by it, newest first. */
  lastUpdateTime: string;
  /** Has a turn that is queued or running. */
  isAnswering: boolean;
  isPinned: boolean;
  isArchived: boolean;
  /** An answer has ended since the user last viewed the conversation. */
  isUnread: boolean;
  /** What the model is told in this conversation, behind the user's own instructions; empty string = nothing. */
  instructions: string;
}

/** Which conversations a list holds: `active` = neither pinned nor archived, `pinned` = pinned and not archived. */
export type ConversationFilter = 'active' | 'pinned' | 'archived';

/** `GET /api/v1/conversations?filter=&cursor=&limit=` (filter `active` by default; limit 1–100, default 50). */
export interface ConversationPage {
  conversations: ConversationView[];
  /** Pass as `cursor` for the next, older page; null = that was the last. */
  nextCursor: string | null;
}

/** A turn that has not ended. */
export interface ActiveTurnView {
  turnId: string;
  answerId: string;
  status: 'queued' | 'running';
}

/**
 * `GET /api/v1/conversations/:id/messages?cursor=&limit=` (limit 1–200, default 50): the end of the shown branch, oldest
 * message first; with `around=<messageId>` a page that holds that message of the shown branch (404 = it is not on it).
 * An answer still in the making is there with status `pending` and no parts: resume to follow it.
 */
export interface MessagePage {
  messages: ChatMessage[];
  /** Pass as `cursor` for the page above (older); null = the conversation starts here. */
  nextCursor: string | null;
  /** Pass as `cursor` for the page below (newer); null = this page ends with the newest message of the branch. */
  newerCursor: string | null;
  /** Unfinished turns of the conversation, the running one first; `resume` follows the first. */
  activeTurns: ActiveTurnView[];
}

/**
 * `PATCH /api/v1/conversations/:id` takes any of these and answers a ConversationView. `DELETE` answers 204, and so does
 * `DELETE /api/v1/conversations`, which deletes all of the user's.
 */
export interface ConversationPatch {
  /** 1–200 characters; the model never writes over it. */
  title?: string;
  isPinned?: boolean;
  isArchived?: boolean;
  /** At most 4,000 characters; empty string = none. */
  instructions?: string;
  /** The user views it now. */
  isUnread?: false;
  /**
   * Show the branch through this message, down to its newest answer; nothing changes where the message is on the shown
   * branch already. Remembered for every tab and device.
   */
  shownMessageId?: string;
}

/** A piece of a text that was searched. */
export interface SearchSegment {
  text: string;
  /** True = these are words that were looked for. */
  isHit: boolean;
}

export interface SearchResult {
  conversationId: string;
  title: string;
  /** The message found; null = the title was. On a branch that is not shown, `shownMessageId` shows it. */
  messageId: string | null;
  /** Who wrote the message; null = the title was found. */
  senderType: 'user' | 'ai' | null;
  /** When the message was stored, or the conversation last changed; ISO 8601. */
  timestamp: string;
  /** The found place of the message; empty for a title. The texts joined are plain text, never HTML. */
  snippet: SearchSegment[];
  /** The whole title. */
  titleParts: SearchSegment[];
}

/** `GET /api/v1/search?q=&cursor=&limit=` (q 1–200 characters; limit 1–50, default 20): best matches first. */
export interface SearchPage {
  results: SearchResult[];
  /** Pass as `cursor` for the next page; null = that was the last. */
  nextCursor: string | null;
}

/** `GET` and `PATCH /api/v1/settings`: what a user has set for all conversations. */
export interface SettingsView {
  /** Told to the model in every conversation; at most 4,000 characters, empty string = nothing. */
  instructions: string;
}

/** Body of every REST answer that is not 2xx. */
export interface ErrorView {
  code: ErrorCode | AccountErrorCode | 'bad-request';
  message: string;
  /** Milliseconds to wait before trying again; absent = no advice. */
  retryAfterMs?: number;
}
