import type { MessageMetadata } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';

/** Measures how long a model spends on its reasoning parts, over all of an answer. */
export class ReasoningClock {
  private totalMs = 0;
  private readonly open = new Set<string>();
  private startedAt = 0;

  /** @param now milliseconds, from any start */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** What is to be told of the answer behind this chunk; null = nothing. */
  accept(chunk: UIMessageChunk): UIMessageChunk | null {
    switch (chunk.type) {
      case 'reasoning-start':
        if (this.open.size === 0) this.startedAt = this.now();
        this.open.add(chunk.id);
        return null;
      case 'reasoning-end':
        this.open.delete(chunk.id);
        return this.open.size === 0 ? this.add() : null;
      case 'message-metadata': {
        const { reasoningMs } = chunk.messageMetadata as MessageMetadata;
        if (reasoningMs !== undefined) this.totalMs = reasoningMs;
        return null;
      }
      default:
        return null;
    }
  }

  /** Told when the answer ends, in case it ends in the middle of a reasoning; null = it does not. */
  stop(): UIMessageChunk | null {
    if (this.open.size === 0) return null;
    this.open.clear();
    return this.add();
  }

  private add(): UIMessageChunk {
    this.totalMs += Math.round(this.now() - this.startedAt);
    const messageMetadata: MessageMetadata = { reasoningMs: this.totalMs };
    return { type: 'message-metadata', messageMetadata };
  }
}
