import { SUBPROTOCOL, type AcceptedFrame, type ServerFrame } from '@app/chat-protocol';
import { WebSocket, type RawData } from 'ws';
import type { History } from './history.js';
import type { Trace } from './trace.js';

/** A way to the servers, and who goes it. */
export interface Door {
  origin: string;
  socketUrl: string;
  cookie: string;
  userId: string;
}

/** What a reader asks for: an answer to a new message, or to follow a turn. */
export type Wish =
  | { kind: 'send'; conversationId: string; requestId: string; messageId: string; text: string; earlierIds?: string[] }
  | { kind: 'resume'; conversationId: string; requestId: string; turnId: string | undefined };

const PING_EVERY_MS = 3000;
const DEAD_AFTER_MS = 4000;
const DIAL_WITHIN_MS = 5000;

/**
 * The plainest client that never gives up: one request over throughline.v1, repeated with its position on each new
 * connection until it has ended. It hides nothing: what comes twice or late is in the trace.
 */
export class RawReader {
  /** Resolves when the answer ended, or the request was refused for good. */
  readonly done: Promise<void>;
  /** Resolves when the server has saved the message, or shows a chunk. */
  readonly accepted: Promise<AcceptedFrame>;
  private markDone!: () => void;
  private markAccepted!: (frame: AcceptedFrame) => void;
  private socket: WebSocket | undefined;
  private lastSeenAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  /** Called with each chunk, as soon as it is in the trace. */
  onChunk: (() => void) | undefined;
  /** Connections opened so far. */
  dials = 0;
  /** When the connection of now was lost; null = it stands. */
  private lostAt: number | null = null;
  /** Milliseconds from each loss to the first frame after it. */
  readonly outages: number[] = [];

  constructor(
    private readonly door: () => Door,
    readonly wish: Wish,
    readonly trace: Trace,
    private readonly history: History,
  ) {
    this.done = new Promise((resolve) => (this.markDone = resolve));
    this.accepted = new Promise((resolve) => (this.markAccepted = resolve));
    this.dial();
  }

  /** Sends a frame of its own on the connection of now; false = there is none. */
  send(frame: object): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives up; what it has seen stays in the history, and it does not count as hanging. */
  leave(): void {
    this.finish({ kind: 'no-active' });
  }

  /** Reads nothing more until `proceed`: the bytes pile up on the way. */
  pause(): void {
    this.socket?.pause();
    clearInterval(this.timer);
  }

  proceed(): void {
    this.socket?.resume();
  }

  private dial(): void {
    if (this.isClosed) return;
    const { origin, socketUrl, cookie, userId } = this.door();
    this.dials += 1;
    const socket = new WebSocket(socketUrl, SUBPROTOCOL, {
      origin,
      headers: { cookie },
      handshakeTimeout: DIAL_WITHIN_MS,
      perMessageDeflate: false,
    });
    this.socket = socket;
    socket.on('error', () => undefined); // `close` follows.
    socket.on('open', () => this.ask());
    socket.on('message', (data: RawData) => {
      this.lastSeenAt = performance.now();
      if (this.socket === socket) this.receive(JSON.parse((data as Buffer).toString()) as ServerFrame, userId);
    });
    socket.on('close', () => this.lost(socket));
  }

  private ask(): void {
    const { wish, trace } = this;
    const position = trace.sights.length === 0 ? {} : { offset: trace.offset, lastSequence: trace.lastSequence };
    if (wish.kind === 'resume') {
      const { requestId, conversationId, turnId } = wish;
      this.send({ type: 'resume', requestId, id: conversationId, ...(turnId ? { turnId } : {}), ...position });
    } else {
      const { requestId, conversationId, messageId, text, earlierIds = [] } = wish;
      const messages = [
        ...earlierIds.map((id) => ({ id, role: 'user', parts: [] })),
        { id: messageId, role: 'user', parts: [{ type: 'text', text }] },
      ];
      this.send({ type: 'send', requestId, id: conversationId, trigger: 'submit-message', messages, ...position });
    }
    this.lastSeenAt = performance.now();
    this.timer = setInterval(() => {
      this.send({ type: 'ping', requestId: 'p' });
      if (performance.now() - this.lastSeenAt > PING_EVERY_MS + DEAD_AFTER_MS) this.socket?.terminate();
    }, PING_EVERY_MS);
  }

  private receive(frame: ServerFrame, userId: string): void {
    if (frame.requestId !== this.wish.requestId) return;
    if (this.lostAt !== null) {
      this.outages.push(performance.now() - this.lostAt);
      this.lostAt = null;
    }
    switch (frame.type) {
      case 'accepted': {
        const { conversationId } = this.wish;
        this.trace.turnId = frame.turnId;
        this.history.acknowledge({ userId, conversationId, messageId: frame.messageId, turnId: frame.turnId });
        this.markAccepted(frame);
        return;
      }
      case 'chunk': {
        const { chunk } = frame;
        if (chunk.type === 'start') {
          this.trace.turnId ??= (chunk.messageMetadata as { turnId?: string } | undefined)?.turnId ?? null;
        }
        this.trace.see(chunk, frame);
        this.onChunk?.();
        return;
      }
      case 'end':
        this.finish({ kind: 'end' });
        return;
      case 'no-active':
        this.finish({ kind: 'no-active' });
        return;
      case 'error':
        // Refused for now: the same again, on a new connection.
        if (frame.retryable && (frame.code === 'draining' || frame.code === 'storage-unavailable'))
          this.socket?.close();
        else this.finish({ kind: 'error', error: { code: frame.code ?? 'internal' } });
    }
  }

  private lost(socket: WebSocket): void {
    if (socket !== this.socket) return;
    clearInterval(this.timer);
    this.socket = undefined;
    this.lostAt ??= performance.now();
    if (!this.isClosed) setTimeout(() => this.dial(), 20 + Math.random() * 180);
  }

  private finish(ending: NonNullable<Trace['ending']>): void {
    this.isClosed = true;
    clearInterval(this.timer);
    this.trace.end(ending);
    this.socket?.close();
    this.markDone();
  }
}
