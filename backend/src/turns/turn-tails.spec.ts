import { describe, expect, it } from '@jest/globals';
import { TurnTail, TurnTails } from './turn-tails.js';

/** Offsets of the rows a tail has from one on; null = it has not. */
function offsetsFrom(tail: TurnTail, offset: number): number[] | null {
  return tail.rowsFrom(offset)?.map((row) => row.firstOffset) ?? null;
}

/** A tail whose log of two-chunk rows ends at `head`, of which it saw the rows from `from` on. */
function tailOf(from: number, head: number): TurnTail {
  const tail = new TurnTail();
  tail.head = from;
  for (let offset = from; offset < head; offset += 2) tail.push(offset, ['{}', '{}']);
  return tail;
}

describe('TurnTail', () => {
  it.each([
    [4, [4, 6]],
    [5, [4, 6]],
    [6, [6]],
    [8, []],
    [3, null],
    [0, null],
    [9, null],
  ])('that saw 4 to 8 has from %i: %j', (offset, rows) => {
    expect(offsetsFrom(tailOf(4, 8), offset)).toEqual(rows);
  });

  it('knows nothing until it is told where the log ends', () => {
    const tail = new TurnTail();
    expect(tail.rowsFrom(0)).toBeNull();
    tail.push(4, ['{}']);
    expect(tail.head).toBe(5);
    expect(offsetsFrom(tail, 4)).toEqual([4]);
    expect(offsetsFrom(tail, 0)).toBeNull();
  });

  it('takes no row twice', () => {
    const tail = tailOf(0, 4);
    tail.push(0, ['{}', '{}']);
    tail.push(2, ['{"forged":1}', '{}']);
    expect(tail.rowsFrom(0)!.flatMap((row) => row.chunks)).toEqual(['{}', '{}', '{}', '{}']);
    expect(tail.head).toBe(4);
  });

  it('never hides a row it has missed', () => {
    const tail = tailOf(0, 4);
    tail.push(6, ['{}']);
    expect(tail.head).toBe(7);
    expect(offsetsFrom(tail, 6)).toEqual([6]);
    for (const offset of [0, 2, 4, 5]) expect(tail.rowsFrom(offset)).toBeNull();
  });

  it('keeps the newest 256 K characters, and at least one row', () => {
    const tail = new TurnTail();
    const row = 'x'.repeat(100 * 1024);
    for (let offset = 0; offset < 5; offset++) tail.push(offset, [row]);
    expect(offsetsFrom(tail, 3)).toEqual([3, 4]);
    expect(tail.rowsFrom(2)).toBeNull();
    tail.push(5, [row.repeat(10)]);
    expect(offsetsFrom(tail, 5)).toEqual([5]);
    expect(tail.rowsFrom(4)).toBeNull();
  });

  it('wakes all who wait at a row, a failure or a call', async () => {
    const tail = tailOf(0, 0);
    tail.head = 0;
    const both = Promise.all([tail.changed, tail.changed]);
    tail.push(0, ['{}']);
    await both;
    const failed = tail.changed;
    tail.fail(new Error('gone'));
    await failed;
    expect(tail.failure).toEqual(new Error('gone'));
    const called = tail.changed;
    tail.wake();
    await called;
  });
});

describe('TurnTails', () => {
  it('has one tail per turn for as long as somebody holds it', () => {
    const tails = new TurnTails();
    const tail = tails.acquire('t1');
    expect(tails.acquire('t1')).toBe(tail);
    expect(tails.acquire('t2')).not.toBe(tail);
    tails.release('t1');
    expect(tails.get('t1')).toBe(tail);
    tails.release('t1');
    tails.release('t1');
    expect(tails.get('t1')).toBeUndefined();
    expect(tails.acquire('t1')).not.toBe(tail);
  });

  it('tells the heads that are known', () => {
    const tails = new TurnTails();
    tails.acquire('t1').head = 0;
    tails.acquire('t2');
    tails.acquire('t3').push(3, ['{}']);
    expect(tails.heads()).toEqual(
      new Map([
        ['t1', 0],
        ['t3', 4],
      ]),
    );
  });
});
