import { describe, expect, it } from '@jest/globals';
import { BadRequestException } from '@nestjs/common';
import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './page-cursor.js';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function outcomeOf(cursor: string): string {
  try {
    decodeCursor(cursor);
    return 'understood';
  } catch (error) {
    return (error as Error).constructor.name;
  }
}

describe('a page cursor', () => {
  it('comes back as it went, in letters a URL can hold', () => {
    const time = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(time, fc.stringMatching(/^[\w-]{1,64}$/), (lastUpdateTime, id) => {
        const cursor = encodeCursor({ lastUpdateTime, id });
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(cursor)).toEqual({ lastUpdateTime, id });
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  it.each([
    ['nothing', ''],
    ['no base64', '§§§'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['an object', encode({ lastUpdateTime: '2026-01-01T00:00:00.000Z', id: 'c1' })],
    ['too short a list', encode(['2026-01-01T00:00:00.000Z'])],
    ['too long a list', encode(['2026-01-01T00:00:00.000Z', 'c1', 1])],
    ['a time that is none', encode(['2026-13-01T00:00:00.000Z', 'c1'])],
    ['SQL for a time', encode(["now()'; DROP TABLE messages", 'c1'])],
    ['an id that is a number', encode(['2026-01-01T00:00:00.000Z', 1])],
    ['an empty id', encode(['2026-01-01T00:00:00.000Z', ''])],
    ['an id too long', encode(['2026-01-01T00:00:00.000Z', 'c'.repeat(65)])],
  ])('that holds %s is refused', (_name, cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(BadRequestException);
  });

  it('is refused or understood, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue().map(encode)), (cursor) => {
        expect(outcomeOf(cursor)).toMatch(/^(understood|BadRequestException)$/);
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  it('that holds an id which cannot be stored is refused', () => {
    expect(() => decodeCursor(encode(['2026-01-01T00:00:00.000Z', 'c\u0000']))).toThrow(BadRequestException);
  });
});
