import {
  AbstractChat,
  WebSocketChatTransport,
  type ChatInit,
  type ChatState,
  type ChatStatus,
  type UIMessage,
} from 'ai';
import { WebSocket } from 'ws';
import type { TestApp } from './start-app.js';

type WebSocketConstructor = NonNullable<ConstructorParameters<typeof WebSocketChatTransport>[0]['webSocket']>;

/** A `ws` class that sends what a browser sends by itself: the origin and the cookie. */
export function browserSocket(
  origin: string,
  cookie: string | (() => string),
  opened: WebSocket[] = [],
): WebSocketConstructor {
  return class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { origin, headers: { cookie: typeof cookie === 'string' ? cookie : cookie() } });
      opened.push(this);
    }
  } as unknown as WebSocketConstructor;
}

/** The AI SDK's own transport, unmodified. */
export function stockTransport(
  app: Pick<TestApp, 'socketUrl' | 'origin'>,
  cookie: string,
  opened: WebSocket[] = [],
): WebSocketChatTransport<UIMessage> {
  return new WebSocketChatTransport({ url: app.socketUrl, webSocket: browserSocket(app.origin, cookie, opened) });
}

/** The AI SDK's own chat over plain state: what `useChat` is without React. */
export class StockChat extends AbstractChat<UIMessage> {
  constructor(init: ChatInit<UIMessage>) {
    super({ ...init, state: new PlainState(init.messages ?? []) });
  }

  /** Text of the last message. */
  get lastText(): string {
    return textOf(this.lastMessage);
  }
}

export function textOf(message: UIMessage | undefined): string {
  return message?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
}

class PlainState implements ChatState<UIMessage> {
  status: ChatStatus = 'ready';
  error: Error | undefined = undefined;

  constructor(public messages: UIMessage[]) {}

  pushMessage = (message: UIMessage) => {
    this.messages = [...this.messages, message];
  };

  popMessage = () => {
    this.messages = this.messages.slice(0, -1);
  };

  replaceMessage = (index: number, message: UIMessage) => {
    this.messages = this.messages.with(index, this.snapshot(message));
  };

  snapshot = <T>(value: T): T => structuredClone(value);
}
