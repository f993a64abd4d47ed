import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  CHAT_PATH,
  ChatError,
  CLOSE,
  HANDSHAKE_REFUSALS,
  parseFrame,
  SUBPROTOCOL,
  type ClientFrame,
} from '@app/chat-protocol';
import type { INestApplication } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { WsAdapter } from '@nestjs/platform-ws';
import type { MessageMappingProperties } from '@nestjs/websockets';
import { isObservable, lastValueFrom } from 'rxjs';
import type { RawData, ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { UpgradeGate } from '../auth/upgrade-gate.js';
import type { Config } from '../config/config.js';
import { Metrics } from '../ops/metrics.js';
import { Door } from '../limits/door.js';
import type { HandshakeRefusal } from '../limits/handshake-refusal.js';
import { RefusalLog } from '../limits/refusal-log.js';
import { TokenBucket } from '../limits/token-bucket.js';
import { sendError } from './chat-exception.filter.js';
import type { Received } from './chat.gateway.js';
import { Connections } from './connections.js';

/**
 * Frames of one connection that may wait for their turn; a client that sends more is not listening to us. Room for all
 * the requests that one may have open (100), sent again after a redial, and their stops.
 */
const MAX_WAITING_FRAMES = 256;
/** Frames that make no sense, after which a connection is closed. */
const MAX_BAD_FRAMES = 20;
/** Frames a socket may send at once, before the rate counts: room for `MAX_WAITING_FRAMES`, which a redial may need. */
const FRAME_BURST = 300;
/** A frame counts once, and once more for each of these: large ones cost time to read. */
const FRAME_UNIT_BYTES = 16_384;
/** Above the rate frames are refused one by one; who goes on for so many has its connection closed. */
const MAX_FRAME_DEBT = 60;
const CLOSE_TIMEOUT_MS = 1000;
/** What a handshake refused for want of room is told to wait, where nobody knows better. */
const RETRY_AFTER_MS = 10_000;

/**
 * Nest's `ws` adapter with the door and the order of a public socket: who is let in is decided before the 101, frames are
 * parsed strictly and handled one at a time per connection, and every refusal says why.
 */
export class ChatWsAdapter extends WsAdapter {
  private readonly door: Door;
  private readonly gate: UpgradeGate;
  private readonly connections: Connections;
  private readonly metrics: Metrics;
  private readonly refusals = new RefusalLog();
  private readonly config: ConfigService<Config, true>;
  private callbacks: Map<string, MessageMappingProperties['callback']> | undefined;
  private stopUpgrades: () => void = () => undefined;

  constructor(app: INestApplication) {
    super(app);
    this.door = app.get(Door);
    this.gate = app.get(UpgradeGate);
    this.connections = app.get(Connections);
    this.metrics = app.get(Metrics);
    this.config = app.get(ConfigService);
  }

  override create(port: number, options?: Record<string, unknown>): unknown {
    return super.create(port, {
      ...options,
      maxPayload: this.config.get('CHAT_MAX_FRAME_BYTES', { infer: true }),
      perMessageDeflate: false,
      skipUTF8Validation: false,
      clientTracking: true,
      maxFragments: 64,
      maxBufferedChunks: 1024,
      closeTimeout: 5000,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    } satisfies ServerOptions & { maxBufferedChunks: number; closeTimeout: number });
  }

  override bindMessageHandlers(socket: WebSocket, handlers: MessageMappingProperties[]): void {
    const connection = this.connections.get(socket);
    if (connection === undefined) return; // It could not be set up and is closing.
    // Nest binds the handlers anew for each socket. Ours read the connection from what they are given, so one set serves all.
    const callbacks = (this.callbacks ??= new Map(
      handlers.map(({ message, callback }) => [String(message), callback]),
    ));
    const maxCharacters = this.config.get('CHAT_MAX_MESSAGE_CHARACTERS', { infer: true });
    const rate = new TokenBucket(FRAME_BURST, this.config.get('CHAT_FRAMES_PER_MINUTE', { infer: true }));
    let last: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    let bad = 0;

    const receive = (data: RawData, isBinary: boolean) => {
      if (!connection.isOpen) return; // Closed for what came before; the rest is not even read.
      connection.saw();
      const receivedAt = performance.now();
      const bytes = (data as Buffer).length;
      const units = 1 + Math.floor(bytes / FRAME_UNIT_BYTES);
      const retryAfterMs = rate.take(units);
      if (rate.debt > MAX_FRAME_DEBT) {
        connection.close(CLOSE.policy, 'too many frames');
        return;
      }
      const parsed = isBinary
        ? ({ ok: false, requestId: null, code: 'bad-frame', reason: 'binary frame', path: null } as const)
        : parseFrame((data as Buffer).toString('utf8'), maxCharacters);
      if (!parsed.ok) {
        // A large one that makes no sense cost much time to find that out.
        bad += parsed.code === 'bad-frame' ? units : 1;
        if (parsed.requestId === null || bad > MAX_BAD_FRAMES) connection.close(CLOSE.policy, 'bad frame');
        else sendError(connection, parsed.requestId, new ChatError(parsed.code), parsed.path);
        return;
      }
      if (retryAfterMs > 0) {
        sendError(connection, parsed.frame.requestId, new ChatError('too-many-requests', { retryAfterMs }));
        return;
      }
      if (waiting >= MAX_WAITING_FRAMES) {
        connection.close(CLOSE.policy, 'too many frames at once');
        return;
      }
      waiting += 1;
      last = last.then(async () => {
        try {
          if (connection.isOpen) await this.handle({ connection, frame: parsed.frame, receivedAt }, callbacks);
        } finally {
          waiting -= 1;
        }
      });
    };
    socket.on('message', (data: RawData, isBinary: boolean) => this.guarded(socket, () => receive(data, isBinary)));
  }

  /** Refuses what the gate refuses, with an HTTP answer that says why; anything but the exact path is 404. */
  protected override ensureHttpServerExists(port: number, httpServer?: Server): Server | undefined {
    if (this.httpServersRegistry.has(port) || httpServer === undefined) return httpServer;
    this.httpServersRegistry.set(port, httpServer);
    const listener = (request: IncomingMessage, tcp: Duplex, head: Buffer) => {
      tcp.on('error', () => tcp.destroy()); // The peer hung up during the handshake.
      // The raw path: normalising it would let odd spellings in.
      const [server] = (this.wsServersRegistry.get(port) ?? []) as WebSocketServer[];
      if (server === undefined || request.url?.split('?', 1)[0] !== CHAT_PATH) {
        return this.refuse(tcp, { code: 'unknown-path' });
      }
      this.upgrade(server, request, tcp, head).catch((error: unknown) => {
        this.logger.error(error);
        this.refuse(tcp, { code: 'internal' });
      });
    };
    httpServer.on('upgrade', listener);
    this.stopUpgrades = () => httpServer.off('upgrade', listener);
    return httpServer;
  }

  /**
   * Nothing the peer sends is read before it is let in: frames that came with the handshake wait in `head` and in the
   * TCP socket.
   */
  private async upgrade(server: WebSocketServer, request: IncomingMessage, tcp: Duplex, head: Buffer): Promise<void> {
    const full = await this.door.enter(request, tcp);
    if (full !== null) return this.refuse(tcp, full);
    const refusal = await this.gate.admit(request);
    if (refusal !== null) return this.refuse(tcp, refusal);
    server.handleUpgrade(request, tcp, head, (socket) => {
      this.guarded(socket, () => {
        this.gate.occupy(request, socket);
        server.emit('connection', socket, request);
      });
    });
  }

  /** Nest's adapter logs every protocol error, which a client could flood the log with. `ws` closes such sockets itself. */
  override bindErrorHandler(server: WebSocketServer): WebSocketServer {
    server.on('connection', (socket) => socket.on('error', () => undefined));
    return server.on('error', (error) => this.logger.error(error));
  }

  /** Tells every client that the server restarts, and gives them a moment to hear it. */
  override async close(server: WebSocketServer): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const sockets = [...server.clients];
    for (const socket of sockets) socket.close(CLOSE.restart, 'server restarts');
    const timer = setTimeout(() => sockets.forEach((socket) => socket.terminate()), CLOSE_TIMEOUT_MS);
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise((resolve) => (socket.readyState === socket.CLOSED ? resolve(0) : socket.once('close', resolve))),
      ),
    );
    clearTimeout(timer);
    await closed;
  }

  override async dispose(): Promise<void> {
    this.stopUpgrades();
    await super.dispose();
  }

  private refuse(tcp: Duplex, refusal: HandshakeRefusal): void {
    const { status } = HANDSHAKE_REFUSALS[refusal.code];
    this.metrics.handshakesRefused.add(1, { status });
    if (refusal.code !== 'internal') this.refusals.note(refusal); // The fault itself is in the log.
    refuse(tcp, refusal);
  }

  /** A fault in the handling of one socket ends that socket, and nothing else. */
  private guarded(socket: WebSocket, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.logger.error(error);
      socket.close(CLOSE.internal, 'internal error');
    }
  }

  /** Handlers answer their own errors through the exception filter; what escapes it must not stop later frames. */
  private async handle(
    received: Received<ClientFrame>,
    callbacks: Map<string, MessageMappingProperties['callback']>,
  ): Promise<void> {
    try {
      const result: unknown = await callbacks.get(received.frame.type)?.(received);
      // With a global interceptor Nest's handler does nothing until somebody subscribes.
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: null });
    } catch (error) {
      this.logger.error(error);
      received.connection.close(CLOSE.internal, 'internal error');
    }
  }
}

/** Answers a handshake that is not let in, in the words of REST. One that may be later is told when. */
function refuse(tcp: Duplex, { code, retryAfterMs = RETRY_AFTER_MS }: HandshakeRefusal): void {
  const { status, text } = HANDSHAKE_REFUSALS[code];
  const mayComeBack = status === 429 || status === 503;
  const body = JSON.stringify({ code, message: text, ...(mayComeBack ? { retryAfterMs } : {}) });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(mayComeBack ? [`Retry-After: ${Math.ceil(retryAfterMs / 1000)}`] : []),
  ];
  tcp.end(`${headers.join('\r\n')}\r\n\r\n${body}`, () => tcp.destroy());
}
