import type { ResumeFrame, SendFrame, ServerFrame } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';

/** A turn of the test server: a log that grows, whoever reads it. */
export class TestTurn {
  readonly requestId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly answerId: string;
  isStopped = false;
  private readonly log: UIMessageChunk[] = [];
  private hasEnded = false;
  private grown = Promise.withResolvers<void>();

  constructor(
    readonly turnId: string,
    frame: SendFrame,
  ) {
    this.requestId = frame.requestId;
    this.conversationId = frame.id;
    this.messageId = frame.message.id;
    this.answerId = `answer-${turnId}`;
  }

  stop(): void {
    if (!this.hasEnded) this.isStopped = true;
  }

  async produce(pieces: string[], pace: (index: number) => Promise<unknown>): Promise<void> {
    this.append({ type: 'start', messageId: this.answerId, messageMetadata: { turnId: this.turnId } });
    this.append({ type: 'text-start', id: 'text' });
    for (const [index, delta] of pieces.entries()) {
      await pace(index);
      if (this.isStopped) break;
      this.append({ type: 'text-delta', id: 'text', delta });
    }
    this.hasEnded = true;
    this.append(this.isStopped ? { type: 'abort' } : { type: 'finish' });
  }

  /** Follows the log, adjacent deltas merged, until it ends or nobody takes the frames any more. */
  async read(
    { requestId, offset, nextSequence }: SendFrame | ResumeFrame,
    take: (frame: ServerFrame) => boolean,
  ): Promise<void> {
    if (!take({ type: 'start', requestId })) return;
    let position = offset;
    for (let sequence = nextSequence; ;) {
      while (position < this.log.length) {
        const { chunk, next } = this.mergeFrom(position);
        if (!take({ type: 'chunk', requestId, sequence: sequence++, chunk, offset: next })) return;
        position = next;
      }
      if (this.hasEnded) return void take({ type: 'end', requestId });
      await this.grown.promise;
    }
  }

  private append(chunk: UIMessageChunk): void {
    this.log.push(chunk);
    this.grown.resolve();
    this.grown = Promise.withResolvers();
  }

  private mergeFrom(position: number): { chunk: UIMessageChunk; next: number } {
    const chunk = { ...this.log[position] };
    let next = position + 1;
    if (chunk.type !== 'text-delta') return { chunk, next };
    for (; ; next += 1) {
      const following = this.log[next];
      if (following?.type !== 'text-delta') return { chunk, next };
      chunk.delta += following.delta;
    }
  }
}
