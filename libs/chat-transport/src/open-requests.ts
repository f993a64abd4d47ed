import {
  CLOSE,
  FINAL_CLOSE_CODES,
  wireError,
  type ErrorCode,
  type ErrorFrame,
  type ServerFrame,
  type WireError,
} from '@app/chat-protocol';
import type { OpenRequest, SendRequest } from './open-request.js';
import type { Timing } from './options.js';

export interface OpenRequestsListener {
  /** Put this on the link. */
  write(frame: object): void;
  /** The request will get no more frames, and the server did not say so itself. */
  failed(requestId: string, error: WireError | string): void;
  /** The server has the message, or it shall not be sent any more. */
  released(frame: SendRequest): void;
}

/** Refusals that pass: nothing is wrong with the request. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['draining', 'too-many-requests', 'storage-unavailable']);

/**
 * The requests that are not settled, in order. On each new link they go out again; a conversation's messages one by
 * one, each after the server stored the one before.
 */
export class OpenRequests {
  private readonly requests = new Map<string, OpenRequest>();
  private isUp = false;

  constructor(
    private readonly timing: Timing,
    private readonly listener: OpenRequestsListener,
  ) {}

  open(request: OpenRequest): void {
    if (this.requests.has(request.requestId)) return;
    this.requests.set(request.requestId, request);
    this.pump();
  }

  /** Stops what the request started. What no server can have is just forgotten. */
  abort(requestId: string): void {
    const request = this.requests.get(requestId);
    if (request === undefined || request.isAborted) return;
    request.isAborted = true;
    this.release(request);
    if (request.isOnLink) this.write(request.abortion());
    else if (!request.mayBeStored) this.settle(request);
  }

  /** The conversation of a request that is not settled; undefined = it has none. */
  conversationOf(requestId: string): string | undefined {
    const frame = this.requests.get(requestId)?.frame;
    return frame === undefined || frame.type === 'stop' ? undefined : frame.id;
  }

  /** The unsettled `send` of a message, if there is one. */
  findSend(messageId: string): OpenRequest | undefined {
    return [...this.requests.values()].find(
      ({ frame }) => frame.type === 'send' && frame.messages.at(-1)?.id === messageId,
    );
  }

  attach(): void {
    this.isUp = true;
    for (const request of this.requests.values()) this.clearRetry(request);
    this.pump();
  }

  /** The link is gone. Some close codes say that sending the same again is useless. */
  detach(closeCode: number): void {
    this.isUp = false;
    for (const request of this.requests.values()) {
      const isSuspect = request.isOnLink && !request.isAnswered && FINAL_CLOSE_CODES.has(closeCode);
      request.mayBeStored ||= request.isOnLink;
      request.isOnLink = false;
      request.isAnswered = false;
      if (isSuspect && closeCode !== CLOSE.sessionEnded) {
        this.release(request);
        this.fail(request, wireError(closeCode === CLOSE.tooBig ? 'message-too-long' : 'bad-frame'));
      }
    }
  }

  /** Fails everything: whoever asked for it is not the user any more. */
  failAll(): void {
    for (const request of this.requests.values()) this.fail(request, wireError('session-ended'));
  }

  /** @returns whether the frame is news for whoever made the request */
  receive(frame: ServerFrame): boolean {
    const request = this.requests.get(frame.requestId);
    if (request === undefined) return false;
    request.isAnswered = true;

    switch (frame.type) {
      case 'accepted':
      case 'status':
        request.turnId = frame.turnId;
        if (frame.type === 'accepted') this.accept(request);
        return false;
      case 'pong':
        if (request.endsWithPong && request.isOnLink) this.settle(request);
        return false;
      case 'start': {
        const isFirst = !request.hasStarted;
        request.hasStarted = true;
        return isFirst;
      }
      case 'chunk': {
        this.accept(request);
        const hasHole = frame.sequence > request.sequence + 1;
        if (hasHole) this.fail(request, wireError('answer-incomplete'));
        return !hasHole && request.advance(frame);
      }
      case 'end':
      case 'no-active':
        this.release(request);
        this.settle(request);
        return true;
      case 'error':
        if (this.retry(request, frame)) return false;
        if (frame.retryable !== true) this.release(request);
        this.settle(request);
        return !request.isAborted;
      default:
        return false;
    }
  }

  /** Forgets who reads; what must reach the server stays. */
  abandon(): void {
    for (const request of this.requests.values()) {
      if (!request.endsWithPong) this.settle(request);
    }
  }

  clear(): void {
    for (const request of this.requests.values()) this.clearRetry(request);
    this.requests.clear();
  }

  private pump(): void {
    if (!this.isUp) return;
    const busy = new Set<string>();
    for (const request of this.requests.values()) {
      const { conversationId } = request;
      if (conversationId !== undefined) {
        if (busy.has(conversationId)) continue;
        busy.add(conversationId);
      }
      if (request.isOnLink || request.retryTimer !== undefined) continue;
      request.isOnLink = true;
      this.write(request.opening());
    }
  }

  /** @returns whether the request goes out again on its own */
  private retry(request: OpenRequest, { code, retryable, retryAfterMs }: ErrorFrame): boolean {
    if (code === undefined || retryable !== true || !PASSING.has(code)) return false;
    if (request.isAborted && !request.mayBeStored) return false;
    const isUnsent = request.frame.type === 'send' && !request.isAccepted;
    if (isUnsent && (retryAfterMs ?? 0) > this.timing.quietRetryMs) return false;
    // A server that drains goes away: the next one takes the request, so this is no refusal.
    if (code !== 'draining') request.refusals += 1;
    if (request.refusals > this.timing.maxRetries) return false;

    request.isOnLink = false;
    const delayMs = retryAfterMs ?? this.timing.retryDelayMs * 2 ** Math.max(0, request.refusals - 1);
    request.retryTimer = setTimeout(() => {
      request.retryTimer = undefined;
      this.pump();
    }, delayMs);
    return true;
  }

  private accept(request: OpenRequest): void {
    if (request.isAccepted) return;
    this.release(request);
    request.isAccepted = true;
    if (request.isFollowed) this.pump();
    else this.settle(request);
  }

  private release(request: OpenRequest): void {
    if (request.frame.type === 'send' && !request.isAccepted) this.listener.released(request.frame);
  }

  private fail(request: OpenRequest, error: WireError | string): void {
    this.settle(request);
    this.listener.failed(request.requestId, error);
  }

  private settle(request: OpenRequest): void {
    this.clearRetry(request);
    this.requests.delete(request.requestId);
    this.pump();
  }

  private clearRetry(request: OpenRequest): void {
    clearTimeout(request.retryTimer);
    request.retryTimer = undefined;
  }

  private write(frames: object[]): void {
    for (const frame of frames) this.listener.write(frame);
  }
}
