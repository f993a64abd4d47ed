import type { Estimate, Interval } from '@app/chat-protocol';

// 95 % intervals. Sources, with the worked examples the tests hold these to: Newcombe, Statistics in Medicine 17 (1998),
// 857 (one share) and 873 (two, method 10); Donner and Zou, Statistical Methods in Medical Research 21 (2012), 347 (ratios);
// Welch, Biometrika 34 (1947), 28. Samples are taken as independent.

/** Quantile of the normal distribution at 97.5 %. */
const Z = 1.959963984540054;
/** Below it, Student's quantile by expansion is off by more than a tenth of a per cent. */
const LEAST_DEGREES = 5;

/** So many of so many. */
export interface Share {
  hits: number;
  /** Above 0. */
  of: number;
}

/** A sample of numbers. */
export interface Sample {
  /** Above 0. */
  count: number;
  sum: number;
  /** Of their squares. */
  squares: number;
}

/** A share with Wilson's score interval. */
export function shareOf({ hits, of }: Share): Estimate & { interval: { upper: number } } {
  const value = hits / of;
  const middle = hits + (Z * Z) / 2;
  const half = Z * Math.sqrt(hits * (1 - value) + (Z * Z) / 4);
  const whole = of + Z * Z;
  // Exact at the ends, where rounding would leave a trace.
  const lower = hits === 0 ? 0 : (middle - half) / whole;
  const upper = hits === of ? 1 : (middle + half) / whole;
  return { value, interval: { lower, upper } };
}

/** `a` minus `b`, with Newcombe's hybrid score interval. */
export function shareDifference(a: Share, b: Share): Estimate {
  const [one, two] = [shareOf(a), shareOf(b)];
  const value = one.value - two.value;
  const lower = value - Math.hypot(one.value - one.interval.lower, two.interval.upper - two.value);
  const upper = value + Math.hypot(one.interval.upper - one.value, two.value - two.interval.lower);
  return { value, interval: { lower, upper } };
}

/** A mean with Student's interval; null interval = too few, or all the same. */
export function meanOf(sample: Sample): Estimate {
  const { mean, error, degrees } = momentsOf(sample);
  return { value: mean, interval: around(mean, error, degrees) };
}

/** Mean of `a` minus mean of `b`, with Welch's interval; null interval = too few, or all the same. */
export function meanDifference(a: Sample, b: Sample): Estimate {
  const [one, two] = [momentsOf(a), momentsOf(b)];
  const value = one.mean - two.mean;
  const error = Math.hypot(one.error, two.error);
  const degrees = error ** 4 / (one.error ** 4 / one.degrees + two.error ** 4 / two.degrees);
  const isKnown = Math.min(one.degrees, two.degrees) >= LEAST_DEGREES;
  return { value, interval: isKnown ? around(value, error, degrees) : null };
}

/**
 * `a` by `b`, with Donner and Zou's interval (MOVER-R) out of the intervals of both, two figures that are never negative.
 * Null = `b` is 0.
 */
export function ratioOf(a: Estimate, b: Estimate): Estimate | null {
  if (b.value === 0) return null;
  const value = a.value / b.value;
  if (a.interval?.upper == null || b.interval?.upper == null) return { value, interval: null };
  const product = a.value * b.value;
  const inner = (edgeOfA: number, edgeOfB: number) =>
    product ** 2 - edgeOfA * edgeOfB * (2 * a.value - edgeOfA) * (2 * b.value - edgeOfB);
  // The published form of the lower limit, freed of a divisor that may be 0.
  const below = product + root(inner(a.interval.lower, b.interval.upper));
  const lower = below === 0 ? 0 : (a.interval.lower * (2 * a.value - a.interval.lower)) / below;
  const divisor = b.interval.lower * (2 * b.value - b.interval.lower);
  const upper = divisor > 0 ? (product + root(inner(a.interval.upper, b.interval.lower))) / divisor : null;
  return { value, interval: { lower, upper } };
}

function momentsOf({ count, sum, squares }: Sample) {
  const mean = sum / count;
  const degrees = count - 1;
  const variance = degrees > 0 ? Math.max(0, squares - sum * mean) / degrees : 0;
  return { mean, degrees, error: Math.sqrt(variance / count) };
}

function around(value: number, error: number, degrees: number): Interval | null {
  if (degrees < LEAST_DEGREES || !(error > 0)) return null;
  const half = studentQuantile(degrees) * error;
  return { lower: value - half, upper: value + half };
}

/** At 97.5 %, by Abramowitz and Stegun's expansion 26.7.5. */
function studentQuantile(degrees: number): number {
  const terms = [
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
    (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92_160,
  ];
  return terms.reduce((quantile, term, index) => quantile + term / degrees ** (index + 1), Z);
}

/** Rounding may take a root's inside below 0. */
function root(inside: number): number {
  return Math.sqrt(Math.max(0, inside));
}
