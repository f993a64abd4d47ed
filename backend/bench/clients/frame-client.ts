import { randomUUID } from 'node:crypto';
import { WebSocket, type ClientOptions, type RawData } from 'ws';
import type { BenchClient } from './bench-client.js';

interface Frame {
  type: string;
  requestId: string;
  chunk?: { type: string; delta?: string };
  errorText?: string;
}

interface Open {
  onText: (text: string) => void;
  settle: (error?: Error) => void;
}

/** Imitates the AI SDK's `WebSocketChatTransport`: its frames over a plain socket. */
export class FrameClient implements BenchClient {
  pieces = 0;
  private readonly open = new Map<string, Open>();

  private constructor(
    private readonly socket: WebSocket,
    private readonly conversationId: string,
  ) {
    socket.on('message', (data: RawData) => this.receive(JSON.parse((data as Buffer).toString()) as Frame));
    socket.on('close', (code) => {
      for (const { settle } of this.open.values()) settle(new Error(`closed with ${code}`));
    });
  }

  /** @param conversationId of an earlier client, to read along; new when left out */
  static async connect(
    url: string,
    options: ClientOptions & { protocols?: string[] } = {},
    conversationId: string = randomUUID(),
  ): Promise<FrameClient> {
    const socket = new WebSocket(url, options.protocols ?? [], { perMessageDeflate: false, ...options });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return new FrameClient(socket, conversationId);
  }

  get bytes(): number {
    return (this.socket as unknown as { _socket: { bytesRead: number } })._socket.bytesRead;
  }

  get conversation(): string {
    return this.conversationId;
  }

  /** @param id of the conversation; by default this client's */
  ask(prompt: string, onText: (text: string) => void, id: string = this.conversationId): Promise<void> {
    const message = { id: randomUUID(), role: 'user', parts: [{ type: 'text', text: prompt }] };
    return this.request({ type: 'send', id, trigger: 'submit-message', messages: [message] }, onText);
  }

  resume(onText: (text: string) => void): Promise<void> {
    return this.request({ type: 'resume' }, onText);
  }

  close(): void {
    this.socket.terminate();
  }

  private request(frame: object, onText: (text: string) => void): Promise<void> {
    const requestId = randomUUID();
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        this.open.delete(requestId);
        if (error) reject(error);
        else resolve();
      };
      this.open.set(requestId, { onText, settle });
      this.socket.send(JSON.stringify({ id: this.conversationId, ...frame, requestId, headers: {}, body: {} }));
    });
  }

  private receive({ type, requestId, chunk, errorText }: Frame): void {
    this.pieces += 1;
    const request = this.open.get(requestId);
    if (request === undefined) return;
    if (type === 'end') request.settle();
    else if (type === 'error' || type === 'no-active') request.settle(new Error(errorText ?? type));
    else if (chunk?.type === 'text-delta') request.onText(chunk.delta!);
    else if (chunk?.type === 'error') request.settle(new Error('the answer failed'));
  }
}
