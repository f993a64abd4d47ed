import type { ChatMessage } from '@app/chat-protocol';
import { Chat } from '@ai-sdk/react';
import { WebSocket } from 'ws';
import type { ChatClient } from '../chat-client.js';
import { createChatTransport } from '../chat-transport.js';
import type { ChatTransportOptions, Timing, WebSocketConstructor } from '../options.js';
import type { TestServer } from './test-server.js';

/** Short, so that a test waits for events and not for the clock. */
const QUICK: Partial<Timing> = { backoffBaseMs: 1, backoffCapMs: 10, restartJitterMs: 1, retryDelayMs: 1 };

export const NodeWebSocket = WebSocket as unknown as WebSocketConstructor;

/** A client of the test server that is closed with the test. */
export function startClient(server: TestServer, options: ChatTransportOptions = {}): ChatClient & Disposable {
  const client = createChatTransport({
    url: server.url,
    webSocket: NodeWebSocket,
    locks: undefined,
    ...options,
    timing: { ...QUICK, ...options.timing },
  });
  return { ...client, [Symbol.dispose]: () => client.close() };
}

/** The SDK's own chat on the client. */
export function startChat(client: ChatClient, id = 'conversation'): Chat<ChatMessage> {
  return new Chat<ChatMessage>({ id, transport: client.transport });
}

/** The texts of a chat, in order. */
export function readTexts(chat: Chat<ChatMessage>): string[] {
  return chat.messages.map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')).join(''));
}

/** A `ws` that dies right after the client got the frames of these indices, counted over all its links. */
export function cuttingWebSocket(...indices: number[]): WebSocketConstructor {
  let frames = 0;
  class CuttingWebSocket extends WebSocket {
    private isCut = false;

    override emit(name: string | symbol, ...values: unknown[]): boolean {
      if (name !== 'message') return super.emit(name, ...values);
      if (this.isCut) return false;
      const isHeard = super.emit(name, ...values);
      if (indices.includes(frames++)) {
        this.isCut = true;
        this.terminate();
      }
      return isHeard;
    }
  }
  return CuttingWebSocket as unknown as WebSocketConstructor;
}

/** Resolves when the condition holds; it must go on holding, a busy machine asks rarely. Rejects after 25 seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 25_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Never true: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
