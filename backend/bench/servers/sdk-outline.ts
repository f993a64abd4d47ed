// A WebSocket server after the outline in the AI SDK's reference of `WebSocketChatTransport`: answers kept in memory.
import { createServer } from 'node:http';
import {
  convertToModelMessages,
  safeValidateWebSocketChatTransportRequest,
  streamText,
  toUIMessageStream,
  validateUIMessages,
  type UIMessageChunk,
} from 'ai';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { announce } from './announce.js';
import { model } from './model.js';

interface Retained {
  chunks: { sequence: number; chunk: UIMessageChunk }[];
  subscribers: Map<WebSocket, string>;
  hasEnded: boolean;
}

const retained = new Map<string, Retained>();

async function handle(socket: WebSocket, data: RawData): Promise<void> {
  const value: unknown = JSON.parse((data as Buffer).toString());
  const validated = await safeValidateWebSocketChatTransportRequest({ value });
  if (!validated.success) return socket.close(1008);
  const frame = validated.data;
  if (frame.type === 'abort') return;
  if (frame.type === 'resume') return resume(socket, frame.id, frame.requestId);
  const stream: Retained = { chunks: [], subscribers: new Map([[socket, frame.requestId]]), hasEnded: false };
  retained.set(frame.id, stream);
  const messages = await validateUIMessages({ messages: frame.messages });
  const result = streamText({ model, messages: await convertToModelMessages(messages) });
  for await (const chunk of toUIMessageStream({ stream: result.stream, originalMessages: messages })) {
    const stored = { sequence: stream.chunks.length, chunk };
    stream.chunks.push(stored);
    for (const [subscriber, requestId] of stream.subscribers) {
      subscriber.send(JSON.stringify({ type: 'chunk', requestId, ...stored }));
    }
  }
  stream.hasEnded = true;
  for (const [subscriber, requestId] of stream.subscribers) {
    subscriber.send(JSON.stringify({ type: 'end', requestId }));
  }
}

function resume(socket: WebSocket, id: string, requestId: string): void {
  const stream = retained.get(id);
  if (stream === undefined) return socket.send(JSON.stringify({ type: 'no-active', requestId }));
  socket.send(JSON.stringify({ type: 'start', requestId }));
  if (!stream.hasEnded) stream.subscribers.set(socket, requestId);
  for (const stored of stream.chunks) socket.send(JSON.stringify({ type: 'chunk', requestId, ...stored }));
  if (stream.hasEnded) socket.send(JSON.stringify({ type: 'end', requestId }));
}

const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    handle(socket, data).catch(() => socket.close(1011));
  });
});
announce(server);
