import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { highlight, toSnippet } from './highlight.js';
import { toSearchQuery } from './search-query.js';

const SEED = { seed: 20_261_122, numRuns: 500 };
const wordsOf = (text: string) => toSearchQuery(text).words;
/** Hits in brackets. */
const mark = (segments: { text: string; isHit: boolean }[]) =>
  segments.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');

describe('A highlighted text', () => {
  it.each([
    ['the cat sat', 'cat', 'the [cat] sat'],
    ['The CAT sat', 'cat', 'The [CAT] sat'],
    ['categories of cats', 'cat', '[categories] of [cats]'],
    ['categories of cats', 'cat of', 'categories [of] cats'],
    ['a <b>cat</b> & co', 'cat', 'a <b>[cat]</b> & co'],
    ['see example.com/cat', 'example com', 'see [example].[com]/cat'],
    ['concat', 'cat', 'concat'],
    ['Ärger mit СОБАКА', 'ärger собака', '[Ärger] mit [СОБАКА]'],
    ['我喜欢猫和狗', '喜欢', '我[喜欢]猫和狗'],
    ['nothing here', 'cat', 'nothing here'],
    ['a.b', '.*', 'a.b'],
    ['', 'cat', ''],
  ])('%j for %j is %j', (text, query, marked) => {
    expect(mark(highlight(text, wordsOf(query)))).toBe(marked);
  });

  it('is the text, whatever is looked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (text, query) => {
        const joined = highlight(text, wordsOf(query))
          .map((segment) => segment.text)
          .join('');
        expect(joined).toBe(text);
      }),
      SEED,
    );
  });
});

describe('A snippet', () => {
  const filler = 'lorem ipsum dolor sit amet '.repeat(40);

  it('is the place where the words are close together', () => {
    const text = `first fox ${filler} the quick fox and the lazy dog ${filler} dog`;
    const snippet = mark(toSnippet(text, wordsOf('fox dog')));
    expect(snippet).toMatch(/^… .*the quick \[fox\] and the lazy \[dog\] lorem.* …$/);
    expect(snippet.length).toBeLessThan(260);
  });

  it('is all of a short text, on one line', () => {
    expect(mark(toSnippet('  one\n\n\ttwo  ', wordsOf('two')))).toBe('one [two]');
  });

  it('is the beginning of a text without a hit', () => {
    expect(mark(toSnippet(filler, wordsOf('fox')))).toMatch(/^lorem ipsum .* …$/);
  });

  it('never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.constantFrom('🦊', '🦊 ', 'ab '), (before, filling) => {
        const text = 'x'.repeat(before) + filling.repeat(200) + ' fox ' + filling.repeat(200);
        const joined = toSnippet(text, ['fox'])
          .map((segment) => segment.text)
          .join('');
        expect(joined.isWellFormed()).toBe(true);
        expect(joined).toContain('fox');
      }),
      SEED,
    );
  });
});
