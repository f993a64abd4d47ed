import { ChatError } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { Metrics } from '../ops/metrics.js';
import { isTerminalJson, mergeRows, type ReadChunk } from './read-chunk.js';
import { retryWhileAway } from './retry-while-away.js';
import { TurnTails, type TailRow } from './turn-tails.js';
import { TurnsRepository } from './turns.repository.js';

/** Rows fetched at once by a reader that is behind. */
const PAGE_ROWS = 500;
/** … unless they are large: a reader that takes nothing holds a page for as long as it is let. */
const PAGE_BYTES = 256 * 1024;

/** Reads turn logs: what is committed, in order, once; then what is committed next, until the end. */
@Injectable()
export class LogReader {
  constructor(
    private readonly repository: TurnsRepository,
    private readonly tails: TurnTails,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Everything behind `offset`, with adjacent deltas merged where several chunks are at hand. Takes no more memory than
   * one page, however slowly it is read. Ends behind the terminal chunk, or when `signal` aborts.
   *
   * @throws ChatError `answer-incomplete` when a part of the log is missing, `not-found` when the turn was deleted
   */
  async *read(turnId: string, offset: number, signal: AbortSignal): AsyncGenerator<ReadChunk[]> {
    const tail = this.tails.acquire(turnId);
    const wake = () => tail.wake();
    signal.addEventListener('abort', wake, { once: true });
    try {
      if (tail.head === null) {
        const end = await this.repository.findLogEnd(turnId);
        tail.head ??= end; // A commit may have moved it meanwhile.
      }
      const replayEnd = tail.head;
      if (offset > 0 && offset >= tail.head && (await this.isEnd(turnId, offset))) return;
      let position = offset;
      let hasWaited = false;
      while (!signal.aborted) {
        const { changed } = tail;
        const rows = tail.rowsFrom(position) ?? (await this.load(turnId, position, signal));
        if (rows.length === 0) {
          if (position < tail.head) throw new ChatError('answer-incomplete');
          if (tail.failure) throw tail.failure;
          await changed;
          hasWaited = true;
          continue;
        }
        const chunks = chunksOf(rows, position, replayEnd);
        position = chunks.at(-1)!.offset;
        yield chunks;
        // Resumed once the socket has them. A reader that did not wait for them is behind, and that is its own affair.
        const { since } = rows[0];
        if (hasWaited && since !== undefined) this.metrics.chunkDelay.record(performance.now() - since);
        hasWaited = false;
        if (chunks.at(-1)!.isLast) return;
      }
    } finally {
      signal.removeEventListener('abort', wake);
      this.tails.release(turnId);
    }
  }

  /** Waits while the database is away: the answer does too. */
  private load(turnId: string, offset: number, signal: AbortSignal): Promise<TailRow[]> {
    return retryWhileAway(
      () => this.repository.readLog(turnId, offset, PAGE_ROWS, PAGE_BYTES),
      () => !signal.aborted,
    );
  }

  /**
   * Whether a reader at `offset` has all of an ended answer. The tail cannot tell: it may lag behind what the reader has
   * seen in another process.
   *
   * @throws ChatError `answer-incomplete` when the log does not reach that far
   */
  private async isEnd(turnId: string, offset: number): Promise<boolean> {
    const [row] = await this.repository.readLog(turnId, offset - 1, 1);
    if (row === undefined || row.firstOffset >= offset) throw new ChatError('answer-incomplete');
    const next = offset - row.firstOffset;
    return next === row.chunks.length && isTerminalJson(row.chunks[next - 1]);
  }
}

/** A row read as a whole, as it comes, is merged once for all its readers. */
function chunksOf(rows: TailRow[], position: number, replayEnd: number): ReadChunk[] {
  const [row] = rows;
  if (rows.length > 1 || row.firstOffset !== position || position < replayEnd) {
    return mergeRows(rows, position, replayEnd);
  }
  return (row.read ??= mergeRows(rows, position, 0));
}
