import { Injectable } from '@nestjs/common';
import type { ReadChunk } from './read-chunk.js';

/** Most characters of one turn kept in memory for its readers; whoever lags further reads from the database. */
const MAX_TAIL_CHARACTERS = 256 * 1024;

export interface TailRow {
  firstOffset: number;
  chunks: string[];
  /** When the model had sent the first of them, `performance.now()`; absent = another process knows. */
  since?: number;
  /** What a reader gets who reads all of it, made by the first one; they are many. */
  read?: ReadChunk[];
}

/** The newest committed chunks of one turn, and who waits for more. */
export class TurnTail {
  /** Where the committed log ends as far as this process knows; null = not known yet. */
  head: number | null = null;
  /** Set when no more can come although the log has no end: readers are told instead of left hanging. */
  failure: Error | null = null;
  private rows: TailRow[] = [];
  private characters = 0;
  private change = Promise.withResolvers<void>();

  /** Resolves at the next row, failure or `wake`. */
  get changed(): Promise<void> {
    return this.change.promise;
  }

  /** Rows from the one with `offset` on; null = they are not in memory, the database has them. */
  rowsFrom(offset: number): TailRow[] | null {
    if (this.head === offset) return [];
    const first = this.rows[0];
    if (this.head === null || first === undefined || offset < first.firstOffset || offset > this.head) return null;
    // From the end: nearly every reader wants the newest row only.
    return this.rows.slice(this.rows.findLastIndex((row) => row.firstOffset <= offset));
  }

  /** Adds rows that have just been committed; what is known already is ignored. */
  push(firstOffset: number, chunks: string[], since?: number): void {
    if (this.head !== null && firstOffset < this.head) return;
    if (this.head !== null && firstOffset > this.head) this.forgetRows();
    this.head = firstOffset + chunks.length;
    this.rows.push({ firstOffset, chunks, since });
    this.characters += countCharacters(chunks);
    while (this.characters > MAX_TAIL_CHARACTERS && this.rows.length > 1)
      this.characters -= countCharacters(this.rows.shift()!.chunks);
    this.wake();
  }

  fail(error: Error): void {
    this.failure = error;
    this.wake();
  }

  /** Lets all who wait look again. */
  wake(): void {
    this.change.resolve();
    this.change = Promise.withResolvers();
  }

  private forgetRows(): void {
    this.rows = [];
    this.characters = 0;
  }
}

function countCharacters(chunks: string[]): number {
  let count = 0;
  for (const chunk of chunks) count += chunk.length;
  return count;
}

/** The tails of all turns that run or are read in this process. */
@Injectable()
export class TurnTails {
  private readonly tails = new Map<string, { tail: TurnTail; holders: number }>();

  /** The caller must `release` it. */
  acquire(turnId: string): TurnTail {
    const entry = this.tails.get(turnId) ?? { tail: new TurnTail(), holders: 0 };
    entry.holders += 1;
    this.tails.set(turnId, entry);
    return entry.tail;
  }

  release(turnId: string): void {
    const entry = this.tails.get(turnId);
    if (entry === undefined) return;
    entry.holders -= 1;
    if (entry.holders === 0) this.tails.delete(turnId);
  }

  /** Undefined = nobody here runs or reads this turn. */
  get(turnId: string): TurnTail | undefined {
    return this.tails.get(turnId)?.tail;
  }

  /** The heads of all held tails whose head is known. */
  heads(): Map<string, number> {
    const heads = new Map<string, number>();
    for (const [turnId, { tail }] of this.tails) if (tail.head !== null) heads.set(turnId, tail.head);
    return heads;
  }
}
