import { SUBPROTOCOL, type ServerFrame } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import { WebSocket, type ClientOptions, type RawData } from 'ws';
import type { TestApp } from './start-app.js';
import { until } from './until.js';

type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

/** A client that sends what it is told, JSON or not, and keeps every frame it got. */
export class RawClient {
  readonly frames: ServerFrame[] = [];
  closeCode: number | null = null;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: RawData) => this.frames.push(JSON.parse((data as Buffer).toString()) as ServerFrame));
    socket.on('close', (code) => (this.closeCode = code));
    socket.on('error', () => undefined); // Tests look at the close code.
  }

  /** @param isOurs speak throughline.v1; false = a stock client's socket */
  static open(app: Pick<TestApp, 'socketUrl' | 'origin'>, cookie: string, isOurs = true): Promise<RawClient> {
    return this.dial(app.socketUrl, isOurs, { origin: app.origin, headers: { cookie } });
  }

  /** As a script does: with an API key and no origin. */
  static openWithKey({ socketUrl }: Pick<TestApp, 'socketUrl'>, key: string): Promise<RawClient> {
    return this.dial(socketUrl, true, { headers: { authorization: `Bearer ${key}` } });
  }

  private static async dial(url: string, isOurs: boolean, options: ClientOptions): Promise<RawClient> {
    const socket = new WebSocket(url, isOurs ? SUBPROTOCOL : [], options);
    const client = new RawClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return client;
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  /** Asks a question in a conversation; the answer's frames carry `requestId`. */
  ask(conversationId: string, requestId: string, text: string, more: object = {}): void {
    this.send({
      type: 'send',
      requestId,
      id: conversationId,
      trigger: 'submit-message',
      messages: [{ id: `m-${requestId}`, role: 'user', parts: [{ type: 'text', text }] }],
      headers: {},
      body: {},
      ...more,
    });
  }

  of<T extends ServerFrame['type']>(type: T, requestId?: string): FrameOf<T>[] {
    return this.frames.filter(
      (frame): frame is FrameOf<T> => frame.type === type && (requestId === undefined || frame.requestId === requestId),
    );
  }

  /** The first frame of a type, once it is there. */
  async first<T extends ServerFrame['type']>(type: T, requestId?: string, timeoutMs?: number): Promise<FrameOf<T>> {
    await until(`${type} ${requestId ?? ''} arrived`, () => this.of(type, requestId).length > 0, timeoutMs);
    return this.of(type, requestId)[0];
  }

  /** Text that the chunks of a request add up to; what came before a `reset-step` does not count. */
  text(requestId: string): string {
    return RawClient.textOf(this.of('chunk', requestId).map(({ chunk }) => chunk));
  }

  static textOf(chunks: UIMessageChunk[]): string {
    let text = '';
    for (const chunk of chunks) {
      if (chunk.type === 'text-delta') text += chunk.delta;
      else if (chunk.type === 'reset-step') text = '';
    }
    return text;
  }

  /** Resolves when another frame has arrived. */
  async next(): Promise<void> {
    const known = this.frames.length;
    await until('another frame arrived', () => this.frames.length > known);
  }

  async closed(): Promise<number> {
    await until('the socket closed', () => this.closeCode !== null);
    return this.closeCode!;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed();
  }
}
