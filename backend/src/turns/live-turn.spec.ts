import { describe, expect, it } from '@jest/globals';
import { LiveTurn } from './live-turn.js';
import type { Turn } from './turn.entity.js';

const TURN = { id: 't1', attempt: 3 } as Turn;

describe('LiveTurn', () => {
  it('gives each chunk to one batch, in order and numbered', () => {
    const live = new LiveTurn(TURN);
    live.append({ type: 'start' });
    live.append({ type: 'text-start', id: '0' });
    expect(live.takeBatch()).toEqual({
      turnId: 't1',
      attempt: 3,
      firstOffset: 0,
      chunks: ['{"type":"start"}', '{"type":"text-start","id":"0"}'],
      since: expect.any(Number),
      hasFirstWords: false,
    });
    expect(live.nextOffset).toBe(2);
    live.append({ type: 'finish' });
    expect(live.takeBatch()).toMatchObject({ firstOffset: 2, chunks: ['{"type":"finish"}'] });
    expect(live.takeBatch()).toMatchObject({ firstOffset: 3, chunks: [] });
  });

  it('logs words that came together as one chunk', () => {
    const live = new LiveTurn(TURN);
    live.append({ type: 'text-start', id: '0' });
    for (const delta of ['One', ', two', ', three']) live.append({ type: 'text-delta', id: '0', delta });
    const { chunks } = live.takeBatch();
    expect(chunks).toEqual([
      '{"type":"text-start","id":"0"}',
      '{"type":"text-delta","id":"0","delta":"One, two, three"}',
    ]);
    live.append({ type: 'text-delta', id: '0', delta: ', four' });
    expect(live.takeBatch()).toMatchObject({ firstOffset: 2, chunks: [expect.stringContaining('", four"')] });
    expect(live.nextOffset).toBe(3);
  });

  it('is in a hurry for its first word only', () => {
    const live = new LiveTurn(TURN);
    live.append({ type: 'start' });
    live.append({ type: 'text-start', id: '0' });
    expect(live.isFresh).toBe(false);
    live.append({ type: 'text-delta', id: '0', delta: 'One' });
    expect(live.isFresh).toBe(true);
    expect(live.takeBatch().hasFirstWords).toBe(true);
    live.append({ type: 'text-delta', id: '0', delta: 'two' });
    expect(live.isFresh).toBe(false);
    expect(live.takeBatch().hasFirstWords).toBe(false);
  });

  it('does not take its end, or what its predecessor said, for its first words', () => {
    const failed = new LiveTurn(TURN);
    failed.append({ type: 'error', errorText: 'Sorry' });
    expect(failed.takeBatch().hasFirstWords).toBe(false);
    const second = new LiveTurn(TURN, 1);
    second.adopt({ type: 'text-delta', id: '0', delta: 'One' });
    second.append({ type: 'text-delta', id: '0', delta: 'two' });
    expect(second.takeBatch().hasFirstWords).toBe(false);
  });

  it('goes on where the log of its predecessor ends', () => {
    const live = new LiveTurn(TURN, 7);
    live.append({ type: 'reset-step' });
    expect(live.takeBatch()).toMatchObject({ firstOffset: 7 });
  });

  it('writes each chunk on one line, whatever it holds', () => {
    const live = new LiveTurn(TURN);
    live.append({ type: 'text-delta', id: '0', delta: 'a\nb\r\u2028\uD83E\u0000' });
    const [line] = live.takeBatch().chunks;
    expect(line).not.toMatch(/[\n\r\0]/);
    expect(line.isWellFormed()).toBe(true);
    expect(JSON.parse(line)).toEqual({ type: 'text-delta', id: '0', delta: 'a\nb\r\u2028\uD83E\u0000' });
  });

  it('knows all it was told, taken or not, in few pieces', () => {
    const live = new LiveTurn(TURN);
    live.append({ type: 'text-start', id: '0' });
    for (const delta of ['a', 'b', 'c']) {
      live.append({ type: 'text-delta', id: '0', delta });
      live.takeBatch();
    }
    expect(live.merged.list).toEqual([
      { type: 'text-start', id: '0' },
      { type: 'text-delta', id: '0', delta: 'abc' },
    ]);
  });

  it('is halted for the first reason it is given', () => {
    const live = new LiveTurn(TURN);
    expect(live.halted).toBeNull();
    live.halt('stop');
    live.halt('lost');
    expect(live.halted).toBe('stop');
    expect(live.signal.aborted).toBe(true);
  });
});
