export type { ChatClient, ChatClientEvents } from './chat-client.js';
export { createChatTransport } from './chat-transport.js';
export type { ConnectionSnapshot } from './connection-state.js';
export type { ChatTransportOptions, Timing, WebSocketConstructor, WindowLike } from './options.js';
export type { OutboxEntry } from './outbox.js';
