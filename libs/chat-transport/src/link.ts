// oxlint-disable unicorn/prefer-add-event-listener -- the SDK's WebSocketLike has no addEventListener
import { SUBPROTOCOL } from '@app/chat-protocol';
import type { Settings, WebSocketLike } from './options.js';

/** What WebSocket reports when a link breaks without a closing handshake. */
const CLOSE_ABNORMAL = 1006;

export interface LinkListener {
  opened(): void;
  received(text: string): void;
  /** Once, after which the link is silent. */
  lost(code: number): void;
}

/** One real socket, from the dial to its death. It finds out by heartbeat when the other end is gone. */
export class Link {
  private readonly socket: WebSocketLike | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  /** When the watchdog bites, ms epoch. */
  private deadline = Infinity;
  private heartbeat: ReturnType<typeof setInterval> | undefined;
  private hasEnded = false;
  private received = 0;
  hasOpened = false;

  constructor(
    private readonly settings: Settings,
    private readonly listener: LinkListener,
  ) {
    this.expectLifeWithin(settings.timing.dialTimeoutMs);
    try {
      this.socket = new settings.webSocket(settings.url, SUBPROTOCOL);
    } catch {
      // Blocked by the page's policy, for instance. To the dialer it is a failed dial like any other.
      queueMicrotask(() => this.end(CLOSE_ABNORMAL));
      return;
    }
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = (event) => this.receive(event.data);
    this.socket.onerror = () => {}; // A close event always follows; `ws` throws an error that nobody listens to.
    this.socket.onclose = (event) => this.end((event as { code?: number } | undefined)?.code ?? CLOSE_ABNORMAL);
  }

  /** Whether the server said more than hello, so that the next loss is not the link's own fault. */
  get isProven(): boolean {
    return this.received > 1;
  }

  get bufferedAmount(): number {
    return this.socket?.bufferedAmount ?? 0;
  }

  send(text: string): void {
    try {
      this.socket?.send(text);
    } catch {
      // The socket is closing: `lost` follows, and what is unanswered goes out again on the next link.
    }
  }

  beatEvery(intervalMs: number): void {
    clearInterval(this.heartbeat);
    this.heartbeat = setInterval(() => this.ping(this.settings.timing.heartbeatTimeoutMs), intervalMs);
  }

  /** Asks for a sign of life now, because something suggests that the link may be dead. */
  probe(): void {
    this.ping(this.settings.timing.probeTimeoutMs);
  }

  /** Closes without telling the listener. */
  close(code: number): void {
    this.release();
    try {
      this.socket?.close(code);
    } catch {
      // It was closed already.
    }
  }

  private opened(): void {
    this.hasOpened = true;
    this.seeLife();
    this.beatEvery(this.settings.timing.heartbeatIntervalMs);
    this.listener.opened();
  }

  private receive(data: unknown): void {
    this.seeLife();
    this.received += 1;
    if (typeof data === 'string') this.listener.received(data);
  }

  private ping(timeoutMs: number): void {
    this.send(JSON.stringify({ type: 'ping', requestId: 'heartbeat' }));
    this.expectLifeWithin(timeoutMs);
  }

  private expectLifeWithin(timeoutMs: number): void {
    const deadline = Date.now() + timeoutMs;
    if (deadline >= this.deadline) return;
    clearTimeout(this.watchdog);
    this.deadline = deadline;
    this.watchdog = setTimeout(() => this.end(CLOSE_ABNORMAL), timeoutMs);
  }

  private seeLife(): void {
    clearTimeout(this.watchdog);
    this.deadline = Infinity;
  }

  private end(code: number): void {
    if (this.hasEnded) return;
    this.close(1000);
    this.listener.lost(code);
  }

  private release(): void {
    this.hasEnded = true;
    this.seeLife();
    clearInterval(this.heartbeat);
    if (this.socket === undefined) return;
    this.socket.onopen = null;
    this.socket.onmessage = null;
    this.socket.onclose = null;
  }
}
