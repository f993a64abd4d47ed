import type { Bulk } from './measures/bulk.js';
import type { Capacity } from './measures/capacity.js';
import type { Memory } from './measures/memory.js';
import type { Paced } from './measures/paced.js';
import type { Ready } from './measures/ready.js';
import type { Resume } from './measures/resume.js';

/** What is measured, and the figures it gives. */
export interface Measures {
  paced: Paced;
  bulk: Bulk;
  resume: Resume;
  ready: Ready;
  memory: Memory;
  capacity: Capacity;
}

export type MeasureName = keyof Measures;

export const MEASURE_NAMES: readonly MeasureName[] = ['paced', 'bulk', 'resume', 'ready', 'memory', 'capacity'];

/** One measure of one contender. */
export interface Result<Name extends MeasureName = MeasureName> {
  measure: Name;
  /** The contender's name. */
  contender: string;
  figures: Measures[Name];
  /** How it was loaded, for the report. */
  setting: string;
  /** ISO 8601. */
  date: string;
  /** What was measured, by `git describe`. */
  commit: string;
  command: string;
  machine: string;
}

/** Newer results take the place of older ones of the same measure and contender; all others stay as they are. */
export function mergeResults(older: readonly Result[], newer: readonly Result[]): Result[] {
  const keyOf = ({ measure, contender }: Result) => `${measure} ${contender}`;
  return [...new Map([...older, ...newer].map((result) => [keyOf(result), result])).values()];
}

/** The figures of a measure for a contender; undefined = not measured. */
export function figuresOf<Name extends MeasureName>(
  results: readonly Result[],
  measure: Name,
  contender: string,
): Measures[Name] | undefined {
  const found = results.find((result) => result.measure === measure && result.contender === contender);
  return found?.figures as Measures[Name] | undefined;
}

/** The median of each figure over several rounds of the same measure; null where a round has none. */
export function medianOf<T extends object>(rounds: readonly T[]): T {
  const entries = Object.keys(rounds[0]).map((key) => {
    const values = rounds.map((round) => (round as Record<string, number | null>)[key]);
    if (values.includes(null)) return [key, null];
    return [key, values.toSorted((a, b) => a! - b!)[Math.floor((values.length - 1) / 2)]];
  });
  return Object.fromEntries(entries) as T;
}
