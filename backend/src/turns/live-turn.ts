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
  /** Its turn's first words are among them. */
  hasFirstWords?: boolean;
}

/** Why this process stops working on a turn before its model has finished. */
export type Halt = 'stop' | 'hand-over' | 'lost';

/** What shows nothing of an answer: the frame around its words, and how it stands. */
const WORDLESS: ReadonlySet<string> = new Set([
  'start',
  'start-step',
  'text-start',
  'reasoning-start',
  'reset-step',
  'data-status',
  'text-end',
  'reasoning-end',
  'finish-step',
  'message-metadata',
  'finish',
  'abort',
  'error',
]);

const WORDLESS_JSON = new RegExp(`^\\{"type":"(?:${[...WORDLESS].join('|')})"`);

/** Whether an encoded chunk shows nothing of an answer. */
export function isWordless(json: string): boolean {
  return WORDLESS_JSON.test(json);
}

/** A turn that this process runs, with what its model has said so far. */
export class LiveTurn {
  /** All of the answer so far, logged or not. */
  readonly merged = new MergedChunks();
  /** Settles when the last batch under way has been committed or dropped. */
  inFlight: Promise<void> | null = null;
  /** When its first words were logged, database clock; null = not yet, or by a process that is gone. */
  firstWordsAt: Date | null = null;
  private readonly controller = new AbortController();
  private pending = new MergedChunks();
  private pendingSince = 0;
  private words: 'none' | 'pending' | 'logged' = 'none';

  /**
   * @param offset where its log ends; not 0 when another process began it
   * @param storedMs from the arrival of its question to the commit of it; null = not known here
   */
  constructor(
    readonly turn: Turn,
    private offset = 0,
    readonly storedMs: number | null = null,
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
    if (this.pending.list.length === 0) this.pendingSince = performance.now();
    this.pending.append(chunk);
  }

  /** Takes over what another process has logged. */
  adopt(chunk: UIMessageChunk): void {
    if (!WORDLESS.has(chunk.type)) this.words = 'logged';
    this.merged.append(chunk);
  }

  /** What came since the last one, words in a row as one chunk. */
  takeBatch(): LogBatch {
    const { id: turnId, attempt } = this.turn;
    const hasFirstWords = this.words === 'pending';
    const { offset: firstOffset, pendingSince: since } = this;
    const chunks = this.pending.list.map((chunk) => JSON.stringify(chunk));
    const batch = { turnId, attempt, firstOffset, chunks, since, hasFirstWords };
    this.offset += chunks.length;
    this.pending = new MergedChunks();
    if (this.words === 'pending') this.words = 'logged';
    return batch;
  }

  /** The first reason wins. */
  halt(reason: Halt): void {
    this.controller.abort(reason);
  }
}
