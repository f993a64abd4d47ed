import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

/** What is measured, in microseconds. */
export const TIMES = {
  first: 'question to first chunk',
  addedFirst: 'model’s first token to first chunk',
  chunk: 'model’s token to its chunk',
  whole: 'model’s end to the answer’s end',
  accepted: 'question to `accepted`',
} as const;
export type TimeName = keyof typeof TIMES;

/** What happened, counted. */
export interface Counts {
  /** Questions asked. */
  asked: number;
  /** Answers that came to their end with every token, each once and in order. */
  whole: number;
  /** Answers that ended well but were not what the model said. */
  damaged: number;
  /** Answers that came to no good end. */
  failed: number;
  /** Tokens our model was to say, over all questions; 0 = another model answered. */
  tokens: number;
  /** Tokens of our model that arrived. */
  arrived: number;
  /** Links that broke. */
  drops: number;
  /** Questions and answers that the server's history shows as they were seen. */
  stored: number;
  /** First chunks within a second. */
  firstInTime: number;
}

/** The longest time kept apart: an hour. */
const LONGEST_MICROS = 3_600_000_000;

/** Everything one generator saw, or all of them together. */
export class Tally {
  readonly counts: Counts = {
    asked: 0,
    whole: 0,
    damaged: 0,
    failed: 0,
    tokens: 0,
    arrived: 0,
    drops: 0,
    stored: 0,
    firstInTime: 0,
  };
  /** Why answers failed, and how often. */
  readonly faults = new Map<string, number>();
  private readonly times = new Map(
    (Object.keys(TIMES) as TimeName[]).map((name): [TimeName, Histogram] => [name, makeHistogram()]),
  );

  record(name: TimeName, micros: number): void {
    this.histogram(name).recordValue(Math.min(LONGEST_MICROS, Math.max(0, Math.round(micros))));
  }

  fault(why: string): void {
    this.faults.set(why, (this.faults.get(why) ?? 0) + 1);
  }

  histogram(name: TimeName): Histogram {
    return this.times.get(name)!;
  }

  /** Milliseconds below which this share (0–1) of the values is; NaN = there are none. */
  percentileMs(name: TimeName, share: number): number {
    const histogram = this.histogram(name);
    return histogram.totalCount === 0 ? Number.NaN : histogram.getValueAtPercentile(share * 100) / 1000;
  }

  /** Adds what another one saw. */
  add({ counts, faults, times }: TallyData): void {
    for (const name of Object.keys(counts) as (keyof Counts)[]) this.counts[name] += counts[name];
    for (const [why, count] of faults) this.faults.set(why, (this.faults.get(why) ?? 0) + count);
    for (const [name, encoded] of times) this.histogram(name).add(decodeFromCompressedBase64(encoded));
  }

  toData(): TallyData {
    return {
      counts: this.counts,
      faults: [...this.faults],
      times: [...this.times].map(([name, histogram]) => [name, encodeIntoCompressedBase64(histogram)]),
    };
  }
}

/** A tally on its way between processes. */
export interface TallyData {
  counts: Counts;
  faults: [string, number][];
  times: [TimeName, string][];
}

function makeHistogram(): Histogram {
  return build({ highestTrackableValue: LONGEST_MICROS, numberOfSignificantValueDigits: 3 });
}
