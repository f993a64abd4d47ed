import type { UIMessageChunk } from 'ai';
import { MergedChunks } from './merge-chunks.js';
import type { Turn } from './turn.entity.js';

/** Chunks of one turn on their way into the log, in the encoding they keep for ever. */
export interface LogBatch {
  turnId: string;
  attempt: number;
  firstOffset: number;
  chunks: string[];
  /** When the first of them came, `performance.now()`; absent = nobody looked. */
  since?: number;
}

/** Why this process stops working on a turn before its model has finished. */
export type Halt = 'stop' | 'hand-over' | 'lost';

/** What comes before the first word, and shows nothing. */
const WORDLESS: ReadonlySet<string> = new Set(['start', 'start-step', 'text-start', 'reasoning-start', 'reset-step']);

const WORDLESS_JSON = new RegExp(`^\\{"type":"(?:${[...WORDLESS, 'data-status'].join('|')})"`);

/** Whether an encoded chunk shows nothing; one that tells how a turn stands is no word of the answer either. */
export function isWordless(json: string): boolean {
  return WORDLESS_JSON.test(json);
}

/** A turn that this process runs, with what its model has said so far. */
export class LiveTurn {
  /** All of the answer so far, logged or not. */
  readonly merged = new MergedChunks();
  /** Settles when the last batch under way has been committed or dropped. */
  inFlight: Promise<void> | null = null;
  private readonly controller = new AbortController();
  private pending: string[] = [];
  private pendingSince = 0;
  private words: 'none' | 'pending' | 'logged' = 'none';

  /** @param offset where its log ends; not 0 when another process began it */
  constructor(
    readonly turn: Turn,
    private offset = 0,
  ) {}

  /** Aborted when the model is not wanted any more; the reason is the Halt. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Null = nobody told it to stop. */
  get halted(): Halt | null {
    return this.signal.aborted ? (this.signal.reason as Halt) : null;
  }

  /** Where the next batch will begin. */
  get nextOffset(): number {
    return this.offset;
  }

  /** Its first word is here and not in the log yet: somebody is waiting for it. */
  get isFresh(): boolean {
    return this.words === 'pending';
  }

  append(chunk: UIMessageChunk): void {
    if (this.words === 'none' && !WORDLESS.has(chunk.type)) this.words = 'pending';
    this.merged.append(chunk);
    if (this.pending.length === 0) this.pendingSince = performance.now();
    this.pending.push(JSON.stringify(chunk));
  }

  takeBatch(): LogBatch {
    const { id: turnId, attempt } = this.turn;
    const batch = { turnId, attempt, firstOffset: this.offset, chunks: this.pending, since: this.pendingSince };
    this.offset += this.pending.length;
    this.pending = [];
    if (this.words === 'pending') this.words = 'logged';
    return batch;
  }

  /** The first reason wins. */
  halt(reason: Halt): void {
    this.controller.abort(reason);
  }
}
