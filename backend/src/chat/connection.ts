import type { Socket } from 'node:net';
import { CLOSE, SUBPROTOCOL, type ServerFrame } from '@app/chat-protocol';
import type { WebSocket } from 'ws';
import type { Credential, Identity } from '../auth/identity.js';
import type { Metrics, SocketEnd } from '../ops/metrics.js';

/** Bytes waiting in a socket above which its readers pause … */
const PAUSE_ABOVE_BYTES = 256 * 1024;
/** … and below which they go on. */
const RESUME_BELOW_BYTES = 64 * 1024;
/** A socket that holds more than this is cut: only a client that floods us while it reads nothing gets here. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const PROGRESS_CHECK_MS = 1000;
/** A message that trickles in may take so many times as long as one that rests. */
const TRICKLE_PATIENCE = 6;

/** What close codes mean; any other is the client's own way to say that it is done. */
const ENDS: Partial<Record<number, SocketEnd>> = {
  1006: 'lost',
  [CLOSE.policy]: 'policy',
  [CLOSE.tooBig]: 'too-big',
  [CLOSE.internal]: 'internal',
  [CLOSE.restart]: 'restart',
  [CLOSE.tooSlow]: 'slow-reader',
  [CLOSE.sessionEnded]: 'session-ended',
};

/** One socket and its user: what is sent, how fast it is taken, and which requests it follows. */
export class Connection {
  /** Speaks throughline.v1, and so gets more than the AI SDK's frames. */
  readonly isOurs: boolean;
  /** The requests followed on this socket; aborting one lets go of its turn without stopping it. */
  readonly follows = new Map<string, { turnId: string; detach: AbortController }>();
  /** When the client last gave a sign of life; `performance.now()`. */
  lastSeenAt = performance.now();
  /** When it was last pinged without having answered yet; null = it owes nothing. */
  pingedAt: number | null = null;
  private readonly gone = new AbortController();
  /** Why this side ended it; undefined = it did not. */
  private end: SocketEnd | undefined;
  /** Messages received whole. */
  private messages = 0;
  /** The message that is half here: behind which one, when it was noticed, and when it last grew to how many bytes. */
  private partial: { behind: number; since: number; grewAt: number; bytes: number } | null = null;

  constructor(
    private readonly socket: WebSocket,
    private readonly tcp: Socket,
    private readonly identity: Pick<Identity, 'userId' | 'credential'>,
    private readonly slowReaderTimeoutMs: number,
    readonly metrics: Pick<Metrics, 'errors' | 'socketsClosed'>,
  ) {
    this.isOurs = socket.protocol === SUBPROTOCOL;
    socket.on('pong', () => this.saw());
    socket.on('message', () => (this.messages += 1));
    socket.once('close', (code) => {
      this.gone.abort();
      metrics.socketsClosed.add(1, { reason: this.end ?? ENDS[code] ?? 'closed' });
    });
  }

  get userId(): string {
    return this.identity.userId;
  }

  /** What its user was let in with; when that ends, so does the connection. */
  get credential(): Credential {
    return this.identity.credential;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** A sign of life. */
  saw(): void {
    this.lastSeenAt = performance.now();
    this.pingedAt = null;
  }

  ping(): void {
    if (!this.isOpen) return;
    this.pingedAt = performance.now();
    this.socket.ping();
  }

  send(frame: ServerFrame): void {
    this.sendText(JSON.stringify(frame));
  }

  /** Sends a frame that only our own clients understand. */
  sendIfOurs(frame: ServerFrame): void {
    if (this.isOurs) this.send(frame);
  }

  /** Sends a frame that is encoded already. Nothing happens on a closed socket. */
  sendText(text: string): void {
    if (!this.isOpen) return;
    this.socket.send(text);
    if (this.socket.bufferedAmount > MAX_BUFFERED_BYTES) this.cut('slow-reader');
  }

  /** So much waits in the socket that readers should wait too. */
  get isFull(): boolean {
    return this.socket.bufferedAmount > PAUSE_ABOVE_BYTES;
  }

  /**
   * Resolves when the socket can take more, or when it or `signal` ends. A socket that takes nothing for the slow-reader
   * timeout is closed with 1013; its client comes back and resumes.
   */
  async drained(signal: AbortSignal): Promise<void> {
    if (!this.isFull) return;
    const ended = AbortSignal.any([signal, this.gone.signal]);
    let lowest = this.socket.bufferedAmount;
    let progressAt = performance.now();
    while (!ended.aborted && this.socket.bufferedAmount > RESUME_BELOW_BYTES) {
      await this.nextDrain(ended);
      if (this.socket.bufferedAmount < lowest) {
        lowest = this.socket.bufferedAmount;
        progressAt = performance.now();
      } else if (performance.now() - progressAt > this.slowReaderTimeoutMs) {
        this.close(CLOSE.tooSlow, 'reader too slow');
        this.cut();
      }
    }
  }

  /** Closes a socket whose message has begun and does not come to its end; to be called every second or so. */
  endPartialMessage(timeoutMs: number): void {
    if (!isMidMessage(this.socket)) {
      this.partial = null;
      return;
    }
    const now = performance.now();
    const bytes = this.tcp.bytesRead;
    if (this.partial?.behind !== this.messages) {
      this.partial = { behind: this.messages, since: now, grewAt: now, bytes };
    } else {
      if (bytes > this.partial.bytes) Object.assign(this.partial, { grewAt: now, bytes });
      const isStuck = now - this.partial.grewAt > timeoutMs || now - this.partial.since > timeoutMs * TRICKLE_PATIENCE;
      if (!isStuck) return;
      this.close(CLOSE.policy, 'message not finished');
      this.cut();
    }
  }

  close(code: number, reason: string): void {
    this.end ??= ENDS[code];
    this.socket.close(code, reason);
  }

  /** Ends the link at once, without the closing handshake that a dead peer would never finish. */
  cut(reason?: SocketEnd): void {
    this.end ??= reason;
    this.socket.terminate();
  }

  /** `ws` has no drain event of its own: the TCP socket's is one, a timer covers what it misses. */
  private nextDrain(ended: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.tcp.off('drain', done);
        ended.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, PROGRESS_CHECK_MS);
      this.tcp.once('drain', done);
      ended.addEventListener('abort', done, { once: true });
    });
  }
}

/** Whether bytes of a frame, or frames of a message, wait for the rest. */
function isMidMessage(socket: WebSocket): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- `ws` tells nobody of a message before it is whole; a test guards this
  const receiver = (socket as unknown as { _receiver?: { _bufferedBytes: number; _fragmented: number } })._receiver;
  // oxlint-disable-next-line no-underscore-dangle -- `ws` tells nobody of a message before it is whole
  return receiver !== undefined && (receiver._bufferedBytes > 0 || receiver._fragmented > 0);
}
