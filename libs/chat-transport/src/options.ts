import { CHAT_PATH, HEARTBEAT, type ChatMessage } from '@app/chat-protocol';
import type { WebSocketChatTransportInitOptions } from 'ai';

/** A WebSocket class as the AI SDK takes it: the browser's, or `ws` in Node. */
export type WebSocketConstructor = NonNullable<WebSocketChatTransportInitOptions<ChatMessage>['webSocket']>;
export type WebSocketLike = InstanceType<WebSocketConstructor>;

/** The parts of `window` that tell when a link is worth a try. */
export interface WindowLike extends EventTarget {
  readonly document: EventTarget & { readonly visibilityState: string };
  readonly navigator: { readonly onLine: boolean };
}

export interface ChatTransportOptions {
  /** Address of the chat socket; relative to the page, `http:` or `ws:`. Default: `CHAT_PATH`. */
  url?: string | URL;
  /** Default: the global WebSocket. */
  webSocket?: WebSocketConstructor;
  /**
   * Called when a dial failed without opening, and awaited before the next one. A browser does not say why (a refused
   * session looks like a dead network), so this is the place to renew the session. `signal` aborts after
   * `refusedTimeoutMs`, after which nobody waits any more.
   */
  onRefused?: (signal: AbortSignal) => Promise<unknown> | void;
  /** Name of the IndexedDB database that keeps unsent messages. Default: `throughline-outbox`. */
  outboxName?: string;
  /** Default: the global window; undefined outside a browser. */
  window?: WindowLike | undefined;
  /** Web Locks. Default: the global ones; undefined where there are none (plain http, old browsers). */
  locks?: LockManager | undefined;
  /** 0 ≤ x < 1. Default: Math.random. */
  random?: () => number;
  timing?: Partial<Timing>;
}

/** All in milliseconds, but `maxRetries`. */
export interface Timing {
  /** Longest wait before the first redial; doubles with each failure. */
  backoffBaseMs: number;
  /** Longest wait before any redial. */
  backoffCapMs: number;
  /** Longest wait before the redial after a server announced its restart. */
  restartJitterMs: number;
  /** A dial that has not opened by then has failed. */
  dialTimeoutMs: number;
  /** Longest wait for `onRefused`. */
  refusedTimeoutMs: number;
  /** Between two `ping` frames. */
  heartbeatIntervalMs: number;
  /** Silence after a `ping` that ends a link. */
  heartbeatTimeoutMs: number;
  /** The same after the page woke up, when a dead link is likely. */
  probeTimeoutMs: number;
  /** Wait before a refused request goes out again, where the server gives no advice; doubles with each refusal. */
  retryDelayMs: number;
  /** Longest wait for which a message that was refused goes out again unseen; above it the user is told. */
  quietRetryMs: number;
  /** Refusals in a row after which a request fails. */
  maxRetries: number;
}

const DEFAULT_TIMING: Timing = {
  backoffBaseMs: 250,
  backoffCapMs: 10_000,
  restartJitterMs: 500,
  dialTimeoutMs: 8_000,
  refusedTimeoutMs: 10_000,
  heartbeatIntervalMs: HEARTBEAT.clientIntervalMs,
  heartbeatTimeoutMs: HEARTBEAT.clientTimeoutMs,
  probeTimeoutMs: 2_500,
  retryDelayMs: 1_000,
  quietRetryMs: 5_000,
  maxRetries: 5,
};

export interface Settings {
  url: string;
  webSocket: WebSocketConstructor;
  onRefused: (signal: AbortSignal) => Promise<unknown> | void;
  outboxName: string;
  window: WindowLike | undefined;
  locks: LockManager | undefined;
  random: () => number;
  timing: Timing;
}

/** Throws where the address is not one or no WebSocket class exists. */
export function resolveOptions(options: ChatTransportOptions): Settings {
  const webSocket = options.webSocket ?? (globalThis.WebSocket as WebSocketConstructor | undefined);
  if (webSocket === undefined) throw new Error('There is no WebSocket here; pass one as options.webSocket.');
  return {
    url: toSocketUrl(options.url ?? CHAT_PATH),
    webSocket,
    onRefused: options.onRefused ?? (() => {}),
    outboxName: options.outboxName ?? 'throughline-outbox',
    window: 'window' in options ? options.window : globalThis.window,
    locks: 'locks' in options ? options.locks : globalThis.navigator?.locks,
    random: options.random ?? Math.random,
    timing: { ...DEFAULT_TIMING, ...options.timing },
  };
}

function toSocketUrl(address: string | URL): string {
  const url = new URL(address, globalThis.location?.href);
  url.protocol = url.protocol.replace(/^http/, 'ws');
  return url.href;
}
