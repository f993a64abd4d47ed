/**
 * Characters of scripts that put no spaces between words: each counts as a word, and a row of them as a phrase. Ranges of
 * a regular expression, as JavaScript and PostgreSQL both spell them.
 */
export const UNSPACED =
  '\\u0E00-\\u0EFF\\u1000-\\u109F\\u1780-\\u17FF\\u3040-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF';

/** Longest text that is searched, in characters: PostgreSQL refuses a tsvector above 1 MiB, and so the row. */
export const SEARCHED_CHARACTERS = 100_000;

const PUNCTUATION = `!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~`;
const SPACES = ' '.repeat(32);

/**
 * SQL of a generated column with the words of another: in lower case and no language's, without ASCII punctuation (which
 * PostgreSQL would take for hosts, paths and numbers), and with the owner as one more, so that an index serves each user
 * alone. No text has a word with an `@`.
 */
export function wordsOf(column: string): string {
  const spaced = `translate(left(${column}, ${SEARCHED_CHARACTERS}), '${PUNCTUATION}', '${SPACES}')`;
  const split = `regexp_replace(${spaced}, '([${UNSPACED}])', ' \\1 ', 'g')`;
  return `array_to_tsvector(ARRAY['@' || user_id]) || to_tsvector('simple'::regconfig, ${split})`;
}
