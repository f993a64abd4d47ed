import { SUBPROTOCOL, type ChatMessage } from '@app/chat-protocol';
import { WebSocketChatTransport } from 'ai';
import type { ChatClient, ChatClientEvents } from './chat-client.js';
import { DurableSocket } from './durable-socket.js';
import { Emitter } from './emitter.js';
import { resolveOptions, type ChatTransportOptions, type WebSocketConstructor } from './options.js';
import { OutboxDelivery } from './outbox-delivery.js';

/** The server looks for the nearest message it knows among those before the last; more names only make frames big. */
const EARLIER_MESSAGES = 20;

/** @throws where `options.url` is no address, or there is no WebSocket class */
export function createChatTransport(options: ChatTransportOptions = {}): ChatClient {
  const settings = resolveOptions(options);
  const events = new Emitter<ChatClientEvents>();
  const delivery = new OutboxDelivery(settings, () => events.emit('outbox-changed', undefined));
  const socket = new DurableSocket(settings, events, {
    sent: (frame) => void delivery.keep(frame),
    released: (frame) => void delivery.remove(frame.messages.at(-1)?.id ?? ''),
  });
  const transport = new WebSocketChatTransport<ChatMessage>({
    url: settings.url,
    protocols: SUBPROTOCOL,
    webSocket: function adoptSocket() {
      return socket.adopt();
    } as unknown as WebSocketConstructor,
    prepareSendMessagesRequest: ({ messages }) => ({ messages: shorten(messages) }),
  });

  let isClosed = false;
  const sendLeftovers = async () => {
    for (const frame of await delivery.adopt()) {
      if (!isClosed) socket.deliver(frame);
    }
  };
  events.on('welcome', () => void sendLeftovers());

  return {
    transport,
    connection: socket.connection,
    outbox: {
      list: () => delivery.list(),
      discard: async (messageId) => {
        socket.discard(messageId);
        await delivery.remove(messageId);
      },
    },
    connect: () => {
      socket.connect();
      void sendLeftovers();
    },
    on: (name, listener) => events.on(name, listener),
    stop: (turnId) => socket.stop(turnId),
    setUser: async (userId, formerId) => {
      socket.setUser(userId, formerId ?? null);
      await delivery.setUser(userId, formerId);
    },
    hangUp: () => socket.hangUp(),
    redial: () => socket.redial(),
    close: () => {
      isClosed = true;
      transport.close();
      socket.dispose();
      delivery.close();
      events.clear();
    },
  };
}

function shorten(messages: ChatMessage[]): ChatMessage[] {
  const earlier = messages.slice(-1 - EARLIER_MESSAGES, -1).map(({ id, role }) => ({ id, role, parts: [] }));
  return [...earlier, ...messages.slice(-1).map(({ id, role, parts }) => ({ id, role, parts }))];
}
