import { setTimeout as sleep } from 'node:timers/promises';
import { createChatTransport, type ChatClient } from '@app/chat-transport';
import { WebSocketChatTransport, type ChatTransport, type UIMessage, type UIMessageChunk } from 'ai';
import { WebSocket } from 'ws';
import { browserSocket } from '../stock-client.js';
import type { Door } from './raw-reader.js';
import type { Trace } from './trace.js';

const RESUME_AFTER_MS = 100;

/** Our own client as a page makes it: it must need no help, whatever happens to its links. */
export function ourClient({ socketUrl, origin, cookie }: Door): ChatClient {
  const webSocket = browserSocket(origin, cookie);
  return createChatTransport({ url: socketUrl, webSocket, window: undefined, locks: undefined });
}

/** Waits until all links stand; 30 s at most. */
export async function allOpen(clients: readonly ChatClient[]): Promise<void> {
  const isOpen = ({ connection }: ChatClient) => connection.getSnapshot().state === 'open';
  for (let waitedMs = 0; !clients.every(isOpen) && waitedMs < 30_000; waitedMs += 50) await sleep(50);
}

/** Sends through our client and reads to the end. */
export async function readOurs(client: ChatClient, chatId: string, message: UIMessage, trace: Trace): Promise<void> {
  await consume(await send(client.transport as ChatTransport<UIMessage>, chatId, message), trace);
}

/**
 * The AI SDK's own transport, unmodified, used as `useChat` does: when its stream breaks, it resumes from the top, for as
 * long as it takes.
 */
export async function readStock(door: Door, chatId: string, message: UIMessage, trace: Trace): Promise<void> {
  const { socketUrl, origin, cookie } = door;
  const opened: WebSocket[] = [];
  const transport = new WebSocketChatTransport({ url: socketUrl, webSocket: browserSocket(origin, cookie, opened) });
  let stream = await send(transport, chatId, message).catch(() => null);
  for (;;) {
    try {
      if (stream !== null && (await consume(stream, trace))) break;
    } catch {
      // Its link broke: it starts again.
    }
    trace.restart();
    await sleep(RESUME_AFTER_MS);
    stream = await transport.reconnectToStream({ chatId }).catch(() => null);
    // The question never arrived. A page offers "try again", which sends the same message.
    stream ??= await send(transport, chatId, message).catch(() => null);
  }
  for (const socket of opened) socket.terminate();
}

function send(transport: ChatTransport<UIMessage>, chatId: string, message: UIMessage) {
  return transport.sendMessages({
    chatId,
    messages: [message],
    trigger: 'submit-message',
    messageId: undefined,
    abortSignal: undefined,
  });
}

/** @returns whether the answer came to its end */
export async function consume(stream: ReadableStream<UIMessageChunk>, trace: Trace): Promise<boolean> {
  for await (const chunk of stream) {
    if (chunk.type === 'start') {
      trace.turnId = (chunk.messageMetadata as { turnId?: string } | undefined)?.turnId ?? trace.turnId;
    }
    trace.see(chunk);
  }
  if (trace.terminals > 0) trace.end({ kind: 'end' });
  return trace.terminals > 0;
}
