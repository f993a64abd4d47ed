import leven from 'leven';
import { configSchema } from './config.js';

/** A key that has no effect, and the setting that was meant by it as far as one can tell. */
export interface UnknownKey {
  key: string;
  nearest: string;
}

const KEYS = Object.keys(configSchema.shape);
/** Other software has settings that are called nearly so. */
const COMMON = new Set(['PORT', 'HOST', 'DATA_DIR', 'LOG_LEVEL', 'LOG_FORMAT']);
const GUESSABLE = KEYS.filter((key) => !COMMON.has(key));
/** Nobody else's begin so: there a whole word may be missing, or be too many. */
const OUR_BEGINNING = /^(CHAT|QUOTA|SURVEY)_/;
const MOST_EDITS = 2;

/**
 * Keys of an environment that look like settings of ours, misspelt. One whose right spelling is set as well is somebody
 * else's, or no harm; so is what is empty.
 */
export function findUnknownKeys(env: Record<string, unknown>): UnknownKey[] {
  return Object.keys(env)
    .filter((key) => !KEYS.includes(key) && isSet(env[key]))
    .flatMap((key) => {
      const nearest = nearestTo(key);
      return nearest === null || isSet(env[nearest]) ? [] : [{ key, nearest }];
    });
}

function nearestTo(key: string): string | null {
  const spelling = key.toUpperCase();
  const misspelt = GUESSABLE.map((known) => ({ known, edits: leven(plain(spelling), plain(known)) }))
    .filter((guess) => guess.edits <= MOST_EDITS)
    .toSorted((a, b) => a.edits - b.edits);
  if (misspelt.length > 0) return misspelt[0].known;
  if (!OUR_BEGINNING.test(spelling)) return null;
  const length = (known: string) => Math.abs(known.length - spelling.length);
  const related = GUESSABLE.filter((known) => isPartOf(known, spelling) || isPartOf(spelling, known));
  return related.toSorted((a, b) => length(a) - length(b))[0] ?? null;
}

/** Whether one's words are all in the other, in their order. */
function isPartOf(part: string, whole: string): boolean {
  const words = part.split('_');
  let found = 0;
  for (const word of whole.split('_')) if (word === words[found]) found += 1;
  return found === words.length;
}

function plain(key: string): string {
  return key.replaceAll(/[^A-Z0-9]/g, '');
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== '';
}
