import type { ServerFrame, WireError } from '@app/chat-protocol';
import { generateId, type WebSocketChatTransportAbortRequest } from 'ai';
import type { ChatClientEvents } from './chat-client.js';
import { Dialer } from './dialer.js';
import type { Emitter } from './emitter.js';
import { OpenRequest, type RequestFrame, type SendRequest } from './open-request.js';
import { OpenRequests } from './open-requests.js';
import type { Settings, WebSocketLike } from './options.js';

type ClientFrame = RequestFrame | WebSocketChatTransportAbortRequest;

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;

/**
 * The socket the AI SDK's transport believes to hold: it opens at once and never dies. Underneath, links come and go;
 * each new one gets the open requests again, with their position, so that every stream goes on where it was.
 */
export class DurableSocket implements WebSocketLike {
  onopen: WebSocketLike['onopen'] = null;
  onmessage: WebSocketLike['onmessage'] = null;
  onerror: WebSocketLike['onerror'] = null;
  onclose: WebSocketLike['onclose'] = null;
  readyState = CONNECTING;

  private readonly dialer: Dialer;
  private readonly requests: OpenRequests;
  /** Whose frames may go out; null = everybody's. */
  private userId: string | null = null;
  private isDisposed = false;

  constructor(
    settings: Settings,
    private readonly events: Emitter<ChatClientEvents>,
    private readonly messages: { sent(frame: SendRequest): void; released(frame: SendRequest): void },
  ) {
    this.dialer = new Dialer(settings, {
      received: (text) => this.receive(text),
      down: (closeCode) => this.requests.detach(closeCode),
    });
    this.requests = new OpenRequests(settings.timing, {
      write: (frame) => this.dialer.send(JSON.stringify(frame)),
      failed: (requestId, error) => this.fail(requestId, error),
      released: (frame) => this.messages.released(frame),
    });
  }

  get connection() {
    return this.dialer.state;
  }

  get bufferedAmount(): number {
    return this.dialer.bufferedAmount;
  }

  /** Stands for `new WebSocket()`: the SDK's transport calls it again after it has closed its socket. */
  adopt(): this {
    if (this.isDisposed) throw new Error('This chat client is closed.');
    this.readyState = CONNECTING;
    this.connect();
    queueMicrotask(() => {
      this.readyState = OPEN;
      this.onopen?.(undefined);
    });
    return this;
  }

  connect(): void {
    this.dialer.connect();
  }

  redial(): void {
    this.dialer.redial();
  }

  hangUp(): void {
    this.dialer.hangUp();
  }

  /** A link of the user before is closed. What is open stays open only when it was asked for by `formerId`. */
  setUser(userId: string, formerId: string | null): void {
    if (this.userId === userId) return;
    if (this.userId !== formerId) this.requests.failAll();
    this.userId = userId;
    if (this.connection.getSnapshot().state !== 'idle') this.dialer.hangUp();
  }

  /** A frame of the SDK's transport. */
  send(data: string | Uint8Array | ArrayBuffer): void {
    const frame = JSON.parse(data as string) as ClientFrame;
    if (frame.type === 'abort') return this.requests.abort(frame.requestId);
    if (frame.type === 'send') this.messages.sent(frame);
    this.requests.open(new OpenRequest(frame));
  }

  /** Sends a message of an earlier page, whose answer nobody awaits here. */
  deliver(frame: SendRequest): void {
    this.requests.open(new OpenRequest(frame, false));
  }

  stop(turnId: string): void {
    this.requests.open(new OpenRequest({ type: 'stop', requestId: generateId(), turnId }));
  }

  /** Stops the unsettled `send` of a message and ends its stream. */
  discard(messageId: string): void {
    const request = this.requests.findSend(messageId);
    if (request === undefined) return;
    this.requests.abort(request.requestId);
    this.pass({ type: 'end', requestId: request.requestId });
  }

  /** The SDK's transport gave up all its streams. */
  close(): void {
    this.readyState = CLOSED;
    this.requests.abandon();
  }

  /** The end of the client. */
  dispose(): void {
    this.isDisposed = true;
    this.requests.clear();
    this.dialer.close();
  }

  private receive(text: string): void {
    const frame = parseServerFrame(text);
    if (frame === null) return;
    const conversationId = this.requests.conversationOf(frame.requestId);
    if (this.requests.receive(frame)) {
      const { requestId } = frame;
      if (frame.type === 'error') this.events.emit('error', { requestId, conversationId, error: readError(frame) });
      this.onmessage?.({ data: text });
    }
    this.announce(frame);
  }

  private announce(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        // The browser's session has become somebody else's: another tab signed in.
        if (this.userId !== null && frame.userId !== this.userId) return this.dialer.hangUp();
        this.dialer.beatEvery(frame.heartbeatIntervalMs);
        this.requests.attach();
        this.events.emit('welcome', frame);
        // Nobody kept the feed while there was no link: neither before the first one nor between two.
        this.events.emit('event', { kind: 'resync' });
        return;
      case 'event':
        return this.events.emit('event', frame.event);
      case 'accepted':
        return this.events.emit('accepted', frame);
      case 'status':
        return this.events.emit('status', frame);
      case 'draining':
        return this.events.emit('draining', frame);
    }
  }

  private fail(requestId: string, error: WireError | string): void {
    if (typeof error !== 'string') this.events.emit('error', { requestId, conversationId: undefined, error });
    this.pass({ type: 'error', requestId, errorText: typeof error === 'string' ? error : error.text });
  }

  private pass(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
}

function readError(frame: Extract<ServerFrame, { type: 'error' }>): WireError {
  const { code = 'internal', errorText, retryable = false, retryAfterMs } = frame;
  return { code, text: errorText, retryable, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** @returns null for what no server of ours sends */
function parseServerFrame(text: string): ServerFrame | null {
  try {
    const frame = JSON.parse(text) as Partial<ServerFrame> | null;
    return typeof frame?.requestId === 'string' ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
