import { describe, expect, it } from '@jest/globals';
import { toStorableText } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import fc from 'fast-check';
import { StorableChunks } from './storable-chunks.js';

const delta = (text: string, id = '0', type: 'text' | 'reasoning' = 'text'): UIMessageChunk => ({
  type: `${type}-delta`,
  id,
  delta: text,
});

function acceptAll(...chunks: UIMessageChunk[]): UIMessageChunk[] {
  const storable = new StorableChunks();
  return chunks.flatMap((chunk) => storable.accept(chunk) ?? []);
}

const textOf = (chunks: UIMessageChunk[]) => chunks.map((chunk) => ('delta' in chunk ? chunk.delta : '')).join('');

describe('StorableChunks', () => {
  it('keeps a character whole wherever it is split', () => {
    const text = 'a🦊é👨‍👩‍👧z';
    for (let one = 0; one <= text.length; one++) {
      for (let two = one; two <= text.length; two++) {
        const pieces = [text.slice(0, one), text.slice(one, two), text.slice(two)];
        const chunks = acceptAll(...pieces.map((piece) => delta(piece)));
        expect(textOf(chunks)).toBe(text);
        for (const chunk of chunks) expect(JSON.stringify(chunk).isWellFormed()).toBe(true);
      }
    }
  });

  it('passes on nothing while only a half has come, and never an empty delta', () => {
    expect(acceptAll(delta('\uD83E'))).toEqual([]);
    expect(acceptAll(delta(''))).toEqual([]);
    expect(acceptAll(delta('\uD83E'), delta(''), delta('\uDD8A'))).toEqual([delta('🦊')]);
  });

  it('replaces NUL and halves that find no other half', () => {
    expect(textOf(acceptAll(delta('a\u0000b'), delta('\uD83E'), delta('c\uDD8A')))).toBe('a\uFFFDb\uFFFDc\uFFFD');
  });

  it('keeps the halves of different parts apart', () => {
    const chunks = acceptAll(delta('\uD83E', '0'), delta('\uD83D', '1'), delta('\uDD8A', '0'), delta('\uDE00', '1'));
    expect(chunks).toEqual([delta('🦊', '0'), delta('😀', '1')]);
  });

  it('leaves what is no delta as it is, and keeps a delta’s other fields', () => {
    const end: UIMessageChunk = { type: 'text-end', id: '0' };
    const noted = { ...delta('a'), providerMetadata: { p: { n: 1 } } } as UIMessageChunk;
    expect(acceptAll(end, noted)).toEqual([end, noted]);
  });

  it('says what the model said, however it was cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.array(fc.nat(), { maxLength: 8 }), (said, cuts) => {
        const text = `${said}.`; // Whatever half was last has had its chance.
        const at = [0, ...cuts.map((cut) => cut % text.length).toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(textOf(acceptAll(...pieces.map((piece) => delta(piece))))).toBe(toStorableText(text));
      }),
      { seed: 20_261_122, numRuns: 1000 },
    );
  });

  describe.each<[string, UIMessageChunk[]]>([
    ['the next part of that id', [{ type: 'text-end', id: '0' }, { type: 'text-start', id: '0' }, delta('b')]],
    ['the step made again', [{ type: 'reset-step' }, { type: 'text-start', id: '0' }, delta('b')]],
    ['a thought of that id', [delta('b', '0', 'reasoning')]],
  ])('half a character', (name, then) => {
    it(`is not carried over into ${name}`, () => {
      expect(acceptAll(delta('a\uD83E'), ...then).at(-1)).toMatchObject({ delta: 'b' });
    });
  });
});
