import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ChatError } from '@app/chat-protocol';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { retryWhileAway } from './retry-while-away.js';

/** What PostgreSQL says when it is told to stop, or that a statement makes no sense. */
function refused(code: string): QueryFailedError {
  return new QueryFailedError('SELECT', [], Object.assign(new Error(`refused with ${code}`), { code }));
}

const named = (error: Error) => ({ name: `${error.name}: ${error.message}`, error });

describe('retryWhileAway', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (line: string) => lines.push(line) });
  });
  afterEach(() => Logger.overrideLogger(new ConsoleLogger()));

  const always = () => true;

  /** Fails so many times, then succeeds. */
  function flaky(failures: Error[]) {
    const calls = { count: 0 };
    const work = () => {
      const failure = failures.at(calls.count);
      calls.count += 1;
      return failure === undefined ? Promise.resolve('done') : Promise.reject(failure);
    };
    return { calls, work };
  }

  it.each([refused('57P01'), refused('40001'), new Error('Connection terminated unexpectedly')].map(named))(
    'repeats after $name',
    async ({ error }) => {
      const { calls, work } = flaky([error, error]);
      expect(await retryWhileAway(work, always)).toBe('done');
      expect(calls.count).toBe(3);
    },
  );

  const hopeless = [
    refused('22P05'),
    refused('42P01'),
    new TypeError('x is not a function'),
    new RangeError('Invalid string length'),
    new ChatError('not-found'),
  ];
  it.each(hopeless.map(named))('does not repeat after $name, and says nothing', async ({ error }) => {
    const { calls, work } = flaky([error]);
    await expect(retryWhileAway(work, always)).rejects.toBe(error);
    expect(calls.count).toBe(1);
    expect(lines).toEqual([]);
  });

  it('gives up when it is not wanted any more', async () => {
    const { calls, work } = flaky([refused('57P01'), refused('57P03'), refused('57P03')]);
    await expect(retryWhileAway(work, () => calls.count < 2)).rejects.toThrow('57P03');
    expect(calls.count).toBe(2);
  });

  it('tells of an outage once, and of its end, however many wait', async () => {
    const many = Array.from({ length: 20 }, (_, n) =>
      flaky(Array.from({ length: 1 + (n % 2) }, () => refused('57P01'))),
    );
    const first = many.map(({ work }) => retryWhileAway(work, always));
    await Promise.all(first);
    expect(lines).toEqual([
      'The database is away or busy, and is asked again until it answers: refused with 57P01',
      expect.stringMatching(/^Nothing waits for the database any more, after 0\.[3-9] s$/),
    ]);
    await retryWhileAway(flaky([refused('57P01')]).work, always);
    expect(lines).toHaveLength(4);
  });

  it('says nothing of what succeeds at once', async () => {
    expect(await retryWhileAway(flaky([]).work, always)).toBe('done');
    expect(lines).toEqual([]);
  });
});
