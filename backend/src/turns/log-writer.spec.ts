import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ConfigService } from '@nestjs/config';
import type { UIMessageChunk } from 'ai';
import { until } from '../../test/until.js';
import type { Config } from '../config/config.js';
import type { Metrics } from '../ops/metrics.js';
import type { Hints } from './hints.js';
import { LiveTurn, type LogBatch } from './live-turn.js';
import { LogWriter } from './log-writer.js';
import type { Node } from './node.js';
import { TurnTails } from './turn-tails.js';
import type { Turn } from './turn.entity.js';
import type { TurnsRepository } from './turns.repository.js';

const START: UIMessageChunk = { type: 'start' };
const word = (delta: string): UIMessageChunk => ({ type: 'text-delta', id: '0', delta });

/** A log whose commits take until they are let through, if they are to be `slow`. */
class SlowLog {
  readonly commits: LogBatch[][] = [];
  isSlow = false;
  private readonly waiting: (() => void)[] = [];

  async appendLog(_owner: string, batches: LogBatch[]) {
    if (this.isSlow) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.commits.push(batches);
    return new Map(batches.map(({ turnId }) => [turnId, { isStopRequested: false, at: new Date() }]));
  }

  /** How many wait. */
  get held(): number {
    return this.waiting.length;
  }

  letThrough(): void {
    this.isSlow = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function setUp(intervalMs = 20) {
  const log = new SlowLog();
  const tails = new TurnTails();
  const nothing = { record: () => undefined };
  const writer = new LogWriter(
    log as unknown as TurnsRepository,
    tails,
    { logMoved: () => undefined } as unknown as Hints,
    { id: 'here' } as unknown as Node,
    { flush: nothing, flushChunks: nothing } as unknown as Metrics,
    { get: () => intervalMs } as unknown as ConfigService<Config, true>,
  );
  const begin = () => {
    const turn = { id: randomUUID(), attempt: 1 } as Turn;
    const tail = tails.acquire(turn.id);
    tail.head = 0;
    return { live: new LiveTurn(turn), tail };
  };
  return { log, writer, begin };
}

describe('LogWriter', () => {
  it('commits first words beside a commit that is under way', async () => {
    const { log, writer, begin } = setUp();
    const older = begin();
    writer.append(older.live, word('one'));
    await until('the first word is in the log', () => older.tail.head === 1);
    log.isSlow = true;
    writer.append(older.live, word('two'));
    await until('the commit waits', () => log.held === 1);
    log.isSlow = false;
    const newer = begin();
    writer.append(newer.live, word('first'));
    await until('the newer first word is in the log', () => newer.tail.head === 1);
    expect(older.tail.head).toBe(1);
    log.letThrough();
    await until('the held commit is through', () => older.tail.head === 2);
  });

  it('commits what a turn says in its order, its first word behind a commit of its start', async () => {
    const { log, writer, begin } = setUp();
    const { live, tail } = begin();
    log.isSlow = true;
    writer.append(live, START);
    await until('the commit of the start waits', () => log.held === 1);
    const other = begin();
    writer.append(live, word('first'));
    log.isSlow = false;
    writer.append(other.live, word('first')); // a commit for those in a hurry, which it could have come with
    await until('the other first word is in the log', () => other.tail.head === 1);
    expect(tail.head).toBe(0);
    log.letThrough();
    await until('the first word is in the log', () => tail.head === 2);
    writer.append(live, word('next'));
    await until('the next word is in the log', () => tail.head === 3);
    const own = log.commits.flat().filter(({ turnId }) => turnId === live.turn.id);
    expect(own.map(({ firstOffset, chunks }) => [firstOffset, chunks.length])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ]);
  });

  it('tells the readers of many turns, and leaves room for others meanwhile', async () => {
    const { log, writer, begin } = setUp();
    const turns = Array.from({ length: 100 }, begin);
    const told = () => turns.filter(({ tail }) => tail.head === 2).length;
    for (const { live } of turns) writer.append(live, word('first'));
    await until('all first words are in the log', () => turns.every(({ tail }) => tail.head === 1));
    for (const { live } of turns) writer.append(live, word('more'));
    let toldBefore = -1;
    void turns[0].tail.changed.then(() => setImmediate(() => (toldBefore = told())));
    await until('all more words are in the log', () => told() === 100);
    expect(log.commits.map((batches) => batches.length)).toEqual([100, 100]);
    expect(toldBefore).toBeLessThan(100);
  });
});
