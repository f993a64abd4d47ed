import { UNSPACED } from './words-column.js';

const SEPARATORS = /[\s!-/:-@[-`{-~]+/u;
const UNSPACED_CHARACTER = new RegExp(`[${UNSPACED}]`, 'gu');

/** What a user looks for: every word of it, the last one perhaps unfinished. */
export interface SearchQuery {
  /** As typed, in their order; empty = there is nothing to look for. */
  words: string[];
  /** The same for PostgreSQL's `to_tsquery`; never makes it fail. */
  tsquery: string;
}

/** Takes any text. */
export function toSearchQuery(text: string): SearchQuery {
  const words = text.split(SEPARATORS).filter((word) => word !== '');
  // Quoted, a row of several words is a phrase. What could end the quotes is among the separators.
  const operands = words.map((word) => `'${word.replaceAll(UNSPACED_CHARACTER, ' $& ')}'`);
  return { words, tsquery: operands.length === 0 ? '' : `${operands.join(' & ')}:*` };
}

/** A user's own word as a tsquery: a literal, parsed by nobody. */
export function ownersQuery(userId: string): string {
  return `'@${userId.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
