import { texts } from '../ui/texts';

const whole = new Intl.NumberFormat(texts.language, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(texts.language, { notation: 'compact', maximumFractionDigits: 1 });
const oneDigit = new Intl.NumberFormat(texts.language, { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat(texts.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** What is said where there is no number. */
export const NO_NUMBER = '–';

/** A count, in full. */
export const countOf = (value: number): string => whole.format(value);

/** A count as short as an axis needs it: 12K. */
export const compactOf = (value: number): string => compact.format(value);

/** Milliseconds as people say them: 420 ms, 1.2 s, 3 min 5 s. */
export function durationOf(ms: number): string {
  if (ms < 10) return `${oneDigit.format(ms)} ms`;
  if (ms < 1000) return `${whole.format(ms)} ms`;
  if (ms < 60_000) return `${oneDigit.format(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${whole.format(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** A share of one. What is nearly all, or nearly nothing, is not rounded to it. */
export function shareOf(share: number): string {
  const percent = share * 100;
  const digits = percent > 0 && percent < 100 && (percent < 1 || percent > 99) ? 2 : 1;
  const factor = 10 ** digits;
  const shown = percent > 50 ? Math.floor(percent * factor) / factor : percent;
  return `${new Intl.NumberFormat(texts.language, { maximumFractionDigits: digits }).format(shown)} %`;
}

/** A difference in percent or points, with its sign. */
export function signedOf(value: number): string {
  const sign = value > 0 ? '+' : value < 0 ? '−' : '±';
  return `${sign}${oneDigit.format(Math.abs(value))}`;
}

/** A difference of marks, with its sign. */
export function signedMarkOf(value: number): string {
  return `${value < 0 ? '−' : '+'}${twoDigits.format(Math.abs(value))}`;
}

/** A mark from 1 to 5. */
export const markOf = (value: number): string => twoDigits.format(value);

/** US dollars; small sums as exactly as they need to be told apart. */
export function moneyOf(dollars: number): string {
  const digits = dollars !== 0 && Math.abs(dollars) < 0.1 ? 4 : 2;
  return new Intl.NumberFormat(texts.language, {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(dollars);
}
