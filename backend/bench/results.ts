import type { Capacity } from './measures/capacity.js';
import type { Memory } from './measures/memory.js';
import type { Load, Paced } from './measures/paced.js';
import type { Resume } from './measures/resume.js';

/** What one contender showed; absent = not measured in this run. */
export interface Result {
  name: string;
  what: string;
  role: 'ours' | 'rival' | 'floor';
  /** Milliseconds from the start of the process until it takes connections, the second time. */
  readyMs: number;
  paced?: Paced;
  memory?: Memory;
  /** Null = it cannot resume. */
  resume?: Resume | null;
  capacity?: Capacity;
}

export interface Results {
  /** ISO 8601. */
  date: string;
  machine: string;
  /** The arguments this run was made with. */
  command: string;
  load: Load;
  idleConnections: number;
  rounds: number;
  results: Result[];
}

/** The median of each figure over several rounds of the same measure. */
export function medianOf<T extends object>(rounds: readonly T[]): T {
  const [first] = rounds;
  const entries = Object.keys(first).map((key) => {
    const values = rounds.map((round) => (round as Record<string, number>)[key]).toSorted((a, b) => a - b);
    return [key, values[Math.floor((values.length - 1) / 2)]];
  });
  return Object.fromEntries(entries) as T;
}
