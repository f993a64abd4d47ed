import { describe, expect, it } from '@jest/globals';
import type { UIMessageChunk } from 'ai';
import { ReasoningClock } from './reasoning-clock.js';

describe('The reasoning clock', () => {
  /** Lets `[milliseconds, chunk]` happen; what the clock told, by the number of its step. */
  function run(...steps: [number, UIMessageChunk | 'stop'][]): Record<number, unknown> {
    let now = 0;
    const clock = new ReasoningClock(() => now);
    const told: Record<number, unknown> = {};
    for (const [index, [at, chunk]] of steps.entries()) {
      now = at;
      const said = chunk === 'stop' ? clock.stop() : clock.accept(chunk);
      if (said) told[index] = (said as { messageMetadata: unknown }).messageMetadata;
    }
    return told;
  }
  const start = (id: string) => ({ type: 'reasoning-start' as const, id });
  const end = (id: string) => ({ type: 'reasoning-end' as const, id });
  const text = { type: 'text-delta' as const, id: 't', delta: 'x' };

  it('adds up the times of all parts', () => {
    expect(run([10, start('a')], [30, end('a')], [40, text], [100, start('a')], [105, end('a')])).toEqual({
      1: { reasoningMs: 20 },
      4: { reasoningMs: 25 },
    });
  });

  it('counts the time of parts that overlap once', () => {
    expect(run([0, start('a')], [5, start('b')], [10, end('a')], [30, end('b')])).toEqual({ 3: { reasoningMs: 30 } });
  });

  it('counts a part that is cut off, and tells nothing of an answer without any', () => {
    expect(run([0, start('a')], [7, 'stop'])).toEqual({ 1: { reasoningMs: 7 } });
    expect(run([0, text], [7, 'stop'])).toEqual({});
  });

  it('goes on from what an earlier version of the answer took', () => {
    const kept = { type: 'message-metadata' as const, messageMetadata: { reasoningMs: 70 } };
    expect(run([0, kept], [10, start('a')], [12, end('a')])).toEqual({ 2: { reasoningMs: 72 } });
  });
});
