import type { ChatMessage, ChunkFrame, StopFrame } from '@app/chat-protocol';
import type { WebSocketChatTransportResumeRequest, WebSocketChatTransportSendRequest } from 'ai';

export type SendRequest = WebSocketChatTransportSendRequest<ChatMessage>;
export type ResumeRequest = WebSocketChatTransportResumeRequest;

/** What a client asks for: the frames that are repeated on each link until they are settled. */
export type RequestFrame = SendRequest | ResumeRequest | StopFrame;

/** One request, and what it needs to go on behind a broken link. */
export class OpenRequest {
  /** Of the last chunk passed on; -1 = none. */
  sequence = -1;
  /** Position in the turn's log behind that chunk; undefined = none. */
  offset: number | undefined;
  /** undefined = the server has not told. */
  turnId: string | undefined;
  hasStarted = false;
  /** The server has stored it. */
  isAccepted = false;
  /** The user stopped it; the server must learn that. */
  isAborted = false;
  /** Written on the link of now. */
  isOnLink = false;
  /** The server said something about it on the link of now. */
  isAnswered = false;
  /** Written on a link that died before it settled, so that a server may have it. */
  mayBeStored = false;
  /** Refusals in a row. */
  refusals = 0;
  /** Runs while it waits after a refusal. */
  retryTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param isFollowed false = nobody reads the answer, so that it is settled once the server has stored it */
  constructor(
    readonly frame: RequestFrame,
    readonly isFollowed = true,
  ) {}

  get requestId(): string {
    return this.frame.requestId;
  }

  /** The conversation whose order it must keep; undefined = it may overtake. */
  get conversationId(): string | undefined {
    return this.frame.type === 'send' && !this.isAccepted ? this.frame.id : undefined;
  }

  /** Settled once the server has read it: a `ping` with the request's id follows, and its `pong` says so. */
  get endsWithPong(): boolean {
    return this.isAborted || this.frame.type === 'stop';
  }

  /** The frames that put it on a link which does not know it yet. */
  opening(): object[] {
    if (this.frame.type === 'stop') return [this.frame, this.ping()];
    if (!this.isAborted) return [this.positioned()];
    if (this.turnId === undefined) return [this.positioned(), ...this.abortion()];
    return [{ type: 'stop', requestId: this.requestId, turnId: this.turnId }, this.ping()];
  }

  /** The frames that stop it on the link that carries it. */
  abortion(): object[] {
    return [{ type: 'abort', requestId: this.requestId }, this.ping()];
  }

  /** Moves the position. False = the chunk is an old one, or there is a hole before it. */
  advance({ sequence, offset, chunk }: ChunkFrame): boolean {
    if (sequence !== this.sequence + 1) return false;
    this.sequence = sequence;
    this.offset = offset;
    this.refusals = 0;
    if (chunk.type === 'start') {
      const metadata = chunk.messageMetadata as ChatMessage['metadata'];
      this.turnId ??= metadata?.turnId ?? undefined;
    }
    return true;
  }

  private ping() {
    return { type: 'ping', requestId: this.requestId };
  }

  private positioned(): object {
    return {
      ...this.frame,
      ...(this.offset === undefined ? {} : { offset: this.offset, lastSequence: this.sequence }),
      ...(this.frame.type === 'resume' ? { turnId: this.turnId } : {}),
    };
  }
}
