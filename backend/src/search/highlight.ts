import type { SearchSegment } from '@app/chat-protocol';
import { UNSPACED } from './words-column.js';

/** Characters of a snippet before its first hit, and in all. */
const BEFORE = 50;
const MOST = 220;

const LETTER = String.raw`[\p{L}\p{N}\p{M}]`;
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');

/** Matches any of the words, the last one also as a beginning; null = there are none. */
function toPattern(words: string[]): RegExp | null {
  if (words.length === 0) return null;
  // Words hold no ASCII punctuation: there is nothing to escape.
  const patterns = words.map((word, index) => {
    if (IS_UNSPACED.test(word)) return word;
    const isWhole = index < words.length - 1;
    return `(?<!${LETTER})${word}${isWhole ? `(?!${LETTER})` : `${LETTER}*`}`;
  });
  return new RegExp(patterns.toSorted((a, b) => b.length - a.length).join('|'), 'giu');
}

/** A text in pieces, the words that were looked for apart. The pieces joined are the text. */
export function highlight(text: string, words: string[]): SearchSegment[] {
  const pattern = toPattern(words);
  const segments: SearchSegment[] = [];
  let end = 0;
  for (const { 0: hit, index } of pattern === null ? [] : text.matchAll(pattern)) {
    if (index > end) segments.push({ text: text.slice(end, index), isHit: false });
    segments.push({ text: hit, isHit: true });
    end = index + hit.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end), isHit: false });
  return segments;
}

/** The part of a long text where most of the words are close together, on one line, highlighted. */
export function toSnippet(text: string, words: string[]): SearchSegment[] {
  const pattern = toPattern(words);
  const hits = pattern === null ? [] : Array.from(text.matchAll(pattern), ({ index }) => index);
  const from = cutAt(text, bestStart(hits) - BEFORE);
  const to = cutAt(text, Math.min(text.length, from + MOST));
  const line = text.slice(from, to).replaceAll(/\s+/g, ' ').trim();
  return highlight(`${from > 0 ? '… ' : ''}${line}${to < text.length ? ' …' : ''}`, words);
}

/** The hit that most others follow within a snippet. @param hits positions, ascending */
function bestStart(hits: number[]): number {
  let best = hits[0] ?? 0;
  let most = 0;
  let last = 0;
  hits.forEach((hit, index) => {
    while (last < hits.length && hits[last] < hit + MOST - BEFORE) last += 1;
    if (last - index <= most) return;
    most = last - index;
    best = hit;
  });
  return best;
}

/** The nearest place before which a word, or at least a character, ends; looks back a little only. */
function cutAt(text: string, position: number): number {
  if (position <= 0) return 0;
  if (position >= text.length) return text.length;
  const space = text.slice(Math.max(0, position - 30), position).search(/\s\S*$/);
  if (space >= 0) return Math.max(0, position - 30) + space;
  return /[\uDC00-\uDFFF]/.test(text[position]) ? position - 1 : position;
}
