import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseFrame, SUBPROTOCOL, type ClientFrame, type ServerFrame } from '@app/chat-protocol';
import { WebSocketServer, type WebSocket } from 'ws';
import { TestTurn } from './test-turn.js';

/** What the model says unless told otherwise, in its pieces. */
export const PIECES = ['The ', 'quick ', 'brown ', 'fox ', 'jumps ', 'over ', 'the ', 'lazy ', 'dog', ' 🦊', '.'];
export const ANSWER = PIECES.join('');

/** What the server does instead of its own answer; `true` = nothing else happens. */
type Intercept = (frame: ClientFrame, socket: WebSocket, connection: number) => boolean;

/** A small, faithful model of the gateway: a log per turn, idempotent `send`, readers with a position. */
export class TestServer {
  readonly turns: TestTurn[] = [];
  /** Every frame that arrived, with the index of its connection. */
  readonly received: { connection: number; frame: ClientFrame }[] = [];
  connections = 0;
  refusals = 0;
  /** Whose the session is, as `welcome` tells it. */
  userId = 'ada';
  /** As `welcome` tells it. */
  heartbeatIntervalMs = 10_000;
  /** HTTP status that refuses a handshake; null = let them in. */
  refuseWith: number | null = null;
  /** Links that stay open while nothing comes through, like those over a dead network. */
  isMute: (connection: number) => boolean = () => false;
  intercept: Intercept = () => false;
  pieces = PIECES;
  /** The model waits for it before each piece. */
  pace: (index: number) => Promise<unknown> = () => new Promise((resolve) => setImmediate(resolve));
  private readonly server: WebSocketServer;

  private constructor() {
    this.server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: (protocols) => protocols.has(SUBPROTOCOL) && SUBPROTOCOL,
      verifyClient: (_info, decide) => {
        if (this.refuseWith !== null) this.refusals += 1;
        decide(this.refuseWith === null, this.refuseWith ?? undefined);
      },
    });
    this.server.on('connection', (socket) => this.serve(socket));
  }

  static async start(): Promise<TestServer> {
    const server = new TestServer();
    await once(server.server, 'listening');
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  get sockets(): Set<WebSocket> {
    return this.server.clients;
  }

  framesOf<T extends ClientFrame['type']>(type: T): Extract<ClientFrame, { type: T }>[] {
    return this.received.map(({ frame }) => frame).filter((frame) => frame.type === type) as never;
  }

  /** Makes the model wait before a piece until the returned function is called. */
  holdBefore(piece: number): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.pace = async (index) => (index === piece ? promise : undefined);
    return resolve;
  }

  /** Breaks every link. */
  cut(): void {
    for (const socket of this.sockets) socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const turn of this.turns) turn.stop();
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private serve(socket: WebSocket): void {
    const connection = this.connections++;
    socket.on('error', () => {});
    write(socket, {
      type: 'welcome',
      requestId: '',
      userId: this.userId,
      heartbeatIntervalMs: this.heartbeatIntervalMs,
      maxMessageCharacters: 1000,
      model: 'demo',
    });
    const readers = new Map<string, TestTurn>();
    socket.on('message', (data: Buffer) => {
      const parsed = parseFrame(data.toString(), 1000);
      if (!parsed.ok) throw new Error(`${parsed.reason}: ${data.toString()}`);
      const { frame } = parsed;
      this.received.push({ connection, frame });
      if (this.isMute(connection) || this.intercept(frame, socket, connection)) return;
      switch (frame.type) {
        case 'ping':
          return write(socket, { type: 'pong', requestId: frame.requestId });
        case 'abort':
          return readers.get(frame.requestId)?.stop();
        case 'stop':
          return this.turns.find(({ turnId }) => turnId === frame.turnId)?.stop();
        case 'send': {
          const turn = this.turns.find(({ requestId }) => requestId === frame.requestId) ?? this.startTurn(frame);
          readers.set(frame.requestId, turn);
          const { messageId, turnId, answerId } = turn;
          const persistedAt = new Date(0).toISOString();
          write(socket, { type: 'accepted', requestId: frame.requestId, messageId, turnId, answerId, persistedAt });
          return void turn.read(frame, (answer) => this.answer(socket, connection, answer));
        }
        case 'resume': {
          const turn = this.turns.findLast(
            ({ conversationId, turnId }) => conversationId === frame.id && turnId === (frame.turnId ?? turnId),
          );
          if (turn === undefined) return write(socket, { type: 'no-active', requestId: frame.requestId });
          readers.set(frame.requestId, turn);
          return void turn.read(frame, (answer) => this.answer(socket, connection, answer));
        }
      }
    });
  }

  private startTurn(frame: Extract<ClientFrame, { type: 'send' }>): TestTurn {
    const turn = new TestTurn(`turn-${this.turns.length}`, frame);
    this.turns.push(turn);
    void turn.produce(this.pieces, (index) => this.pace(index));
    return turn;
  }

  /** @returns false when the reader has gone */
  private answer(socket: WebSocket, connection: number, frame: ServerFrame): boolean {
    if (socket.readyState !== socket.OPEN) return false;
    if (!this.isMute(connection)) write(socket, frame);
    return true;
  }
}

export function write(socket: WebSocket, frame: ServerFrame): void {
  socket.send(JSON.stringify(frame));
}
