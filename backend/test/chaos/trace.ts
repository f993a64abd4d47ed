import type { ChunkFrame, WireError } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import { hashText } from './random.js';

/** One chunk as a reader got it. */
export interface Sight {
  /** Number in its request; null = the client does not show it. */
  sequence: number | null;
  /** Position in the turn's log behind it; null = the client does not show it. */
  offset: number | null;
  /** Hash of the chunk in the spelling of `spell`. */
  hash: number;
  /** Hash of all text up to and with it. */
  textHash: number;
}

/** How a reader's wait ended: with the end of the answer, or with an error that says so. */
export type Ending = { kind: 'end' } | { kind: 'error'; error: Pick<WireError, 'code'> } | { kind: 'no-active' };

/** Everything one reader saw of one answer, over all its connections. Cheap: hashes, and one text. */
export class Trace {
  readonly sights: Sight[] = [];
  /** The answer's text as the reader would show it. */
  text = '';
  /** Null = not told yet. */
  turnId: string | null = null;
  /** Terminal chunks it got. */
  terminals = 0;
  /** Chunks that came behind a terminal one. */
  late = 0;
  ending: Ending | null = null;
  /** `performance.now()` of the last chunk. */
  lastAt: number | null = null;
  /** Null = it still waits. */
  endedAt: number | null = null;
  private textHash = hashText('');

  constructor(
    /** Who reads, for the report. */
    readonly reader: string,
    /** Key of the question. */
    readonly key: string,
    /** Whether every chunk counts with its position; false = a stock client, of which only the text is compared. */
    readonly isExact: boolean,
  ) {}

  /** Position behind the last chunk. */
  get offset(): number {
    return this.sights.at(-1)?.offset ?? 0;
  }

  get lastSequence(): number | null {
    return this.sights.at(-1)?.sequence ?? null;
  }

  see(chunk: UIMessageChunk, frame?: Pick<ChunkFrame, 'sequence' | 'offset'>): void {
    if (this.terminals > 0) this.late += 1;
    if (isTerminal(chunk)) this.terminals += 1;
    if (chunk.type === 'text-delta') {
      this.text += chunk.delta;
      this.textHash = hashText(chunk.delta, this.textHash);
    } else if (chunk.type === 'reset-step') {
      this.text = '';
      this.textHash = hashText('');
    }
    this.lastAt = performance.now();
    this.sights.push({
      sequence: frame?.sequence ?? null,
      offset: frame?.offset ?? null,
      hash: hashText(spell(chunk)),
      textHash: this.textHash,
    });
  }

  end(ending: Ending): void {
    this.ending ??= ending;
    this.endedAt ??= performance.now();
  }

  /** A stock client starts from the top again, with a new stream. */
  restart(): void {
    this.sights.length = 0;
    this.text = '';
    this.textHash = hashText('');
    this.terminals = 0;
    this.late = 0;
  }
}

/** The same for equal chunks, whatever the order of their keys. */
export function spell(chunk: UIMessageChunk): string {
  return JSON.stringify(chunk, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

export function isTerminal(chunk: UIMessageChunk): boolean {
  return chunk.type === 'finish' || chunk.type === 'abort' || chunk.type === 'error';
}
