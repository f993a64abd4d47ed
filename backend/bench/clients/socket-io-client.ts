import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { BenchClient } from './bench-client.js';

/** The same chunks over Socket.IO, WebSocket from the start. */
export class SocketIoClient implements BenchClient {
  pieces = 0;
  private readonly engine: { transport: { ws: { _socket: { bytesRead: number } } } };

  private constructor(private readonly socket: Socket) {
    this.engine = socket.io.engine as unknown as SocketIoClient['engine'];
  }

  static async connect(url: string): Promise<SocketIoClient> {
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return new SocketIoClient(socket);
  }

  get bytes(): number {
    return this.engine.transport.ws._socket.bytesRead;
  }

  ask(prompt: string, onText: (text: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const onChunk = ({ chunk }: { chunk: { type: string; delta?: string } }) => {
        this.pieces += 1;
        if (chunk.type === 'text-delta') onText(chunk.delta!);
      };
      this.socket.on('chunk', onChunk);
      this.socket.once('disconnect', (why) => reject(new Error(why)));
      this.socket.once('end', () => {
        this.socket.off('chunk', onChunk);
        resolve();
      });
      this.socket.emit('send', { requestId: randomUUID(), prompt });
    });
  }

  close(): void {
    this.socket.disconnect();
  }
}
