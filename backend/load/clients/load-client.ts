import type { WebSocket } from 'ws';

/**
 * `ours` = `createChatTransport()`; `stock` = the AI SDK's `WebSocketChatTransport`, unmodified; `bare` = the same frames
 * over a plain socket, at a fraction of the processor time, where the generator would be the bottleneck.
 */
export const CLIENT_KINDS = ['ours', 'stock', 'bare'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** A question, and where it is kept. */
export interface AskedQuestion {
  conversationId: string;
  prompt: string;
}

/** One user of one conversation after another. */
export interface LoadClient {
  /** Asks; `onText` gets each piece as it arrives. Resolves when the answer has ended well, rejects when it has not. */
  ask(prompt: string, onText: (text: string) => void): Promise<void>;
  /** The newest question. */
  readonly last: AskedQuestion;
  /** Links that broke so far. */
  readonly drops: number;
  close(): void;
}

/** What a client is made of. */
export interface Way {
  url: string;
  socketUrl: string;
  cookie: string;
  /** Called when the server says that a question is committed; `ours` only, since others are not told. */
  onAccepted?: () => void;
}

/** How many of the sockets that were opened one after another are gone. */
export function countDrops(opened: readonly WebSocket[]): number {
  return opened.filter(({ readyState }) => readyState > 1).length;
}
