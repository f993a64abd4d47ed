import type {
  AcceptedFrame,
  ChatMessage,
  DrainingFrame,
  FeedEvent,
  StatusFrame,
  WelcomeFrame,
  WireError,
} from '@app/chat-protocol';
import type { ChatTransport } from 'ai';
import type { ConnectionSnapshot } from './connection-state.js';
import type { OutboxEntry } from './outbox.js';

export interface ChatClientEvents {
  /** A link is open. */
  welcome: WelcomeFrame;
  /** A message is stored. Comes again when the link broke meanwhile. */
  accepted: AcceptedFrame;
  status: StatusFrame;
  /** The feed of this user. `resync` comes with each new link: what happened without one is unknown. */
  event: FeedEvent;
  draining: DrainingFrame;
  /** A request failed for good; its stream fails with the same text. The conversation is known where the server refused. */
  error: { requestId: string; conversationId: string | undefined; error: WireError };
  /** Ask `outbox.list()` again. */
  'outbox-changed': void;
}

/** One per page. */
export interface ChatClient {
  /** For `useChat` and `Chat`. Its streams go on through broken links; they wait where there is none. */
  readonly transport: ChatTransport<ChatMessage>;
  /** Opens the link now instead of at the first request, so that the feed flows and left messages go out. */
  connect(): void;
  /** For `useSyncExternalStore`. The identity of a snapshot changes only when it changes. */
  readonly connection: {
    readonly getSnapshot: () => ConnectionSnapshot;
    readonly subscribe: (listener: () => void) => () => void;
  };
  /** @returns the function that removes the listener */
  on<K extends keyof ChatClientEvents>(name: K, listener: (payload: ChatClientEvents[K]) => void): () => void;
  /** Stops a turn, whichever tab asked for it. Survives a broken link, not a closed page. */
  stop(turnId: string): void;
  /** Messages the server has not stored yet, oldest first, those of other tabs too. */
  readonly outbox: {
    list(): Promise<OutboxEntry[]>;
    /** Gives a message up: it is not sent any more, and stopped where it was. */
    discard(messageId: string): Promise<void>;
  };
  /**
   * Whose client this is: tell it before `connect()`, and again when it changes, then `redial()`. From then on a link
   * that the server gives to anybody else is closed before a word is said on it, and messages left unsent by anybody
   * else are deleted.
   *
   * @param formerId the same person's id until now, a guest's who got an account for instance: their requests and unsent
   *   messages go on under the new one; those of any other user fail with `session-ended`
   */
  setUser(userId: string, formerId?: string): Promise<void>;
  /** There is no session: ends the link and dials no more until `redial()`. Requests and messages wait for it. */
  hangUp(): void;
  /** Dials again at once, also after the session ended. */
  redial(): void;
  /** The end: streams fail, nothing runs any more. The outbox keeps what is unsent for the next page. */
  close(): void;
}
