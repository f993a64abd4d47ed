import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ChatError, type SendFrame } from '@app/chat-protocol';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { until } from '../../test/until.js';
import { configServiceFrom } from '../config/config.js';
import { Metrics } from '../ops/metrics.js';
import { Telemetry } from '../ops/telemetry.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { Hints } from './hints.js';
import { LogReader } from './log-reader.js';
import type { ReadChunk } from './read-chunk.js';
import { TailPoller } from './tail-poller.js';
import type { TurnRunner } from './turn-runner.js';
import { TurnTails } from './turn-tails.js';
import { TurnsRepository } from './turns.repository.js';

const START = '{"type":"start"}';
const FINISH = '{"type":"finish"}';
const delta = (text: string) => JSON.stringify({ type: 'text-delta', id: '0', delta: text });

describe('LogReader', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;
  let turns: TurnsRepository;
  let tails: TurnTails;
  let poller: TailPoller;
  let hints: Hints;
  let reader: LogReader;
  let turnId: string;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    turns = new TurnsRepository(dataSource);
  });
  afterAll(() => close());
  beforeEach(async () => {
    tails = new TurnTails();
    hints = new Hints(dataSource, configServiceFrom({}));
    poller = new TailPoller(turns, tails, { has: () => false } as unknown as TurnRunner, hints);
    poller.onModuleInit();
    reader = new LogReader(turns, tails, new Metrics(Telemetry.off));
    turnId = await startTurn();
  });
  afterEach(() => poller.close());

  function startTurn(): Promise<string> {
    const messages = new MessagesRepository(dataSource);
    const frame: SendFrame = {
      type: 'send',
      requestId: 'r1',
      id: randomUUID(),
      trigger: 'submit-message',
      message: { id: 'm1', parts: [{ type: 'text', text: 'Hello' }] },
      earlierIds: [],
      continuesId: null,
      offset: 0,
      nextSequence: 0,
    };
    return dataSource.transaction(async (manager) => {
      await messages.openConversation(manager, 'ada', frame);
      const question = await messages.saveUserMessage(manager, 'ada', frame);
      const answerId = await messages.addPendingAnswer(manager, question);
      const turn = { id: randomUUID(), userId: 'ada', conversationId: frame.id, requestId: 'r1', answerId };
      const running = { ...turn, userMessageId: 'm1', status: 'running', owner: 'node', attempt: 1 } as const;
      return (await turns.insert(manager, running)).id;
    });
  }

  /** What another process commits, without a word to this one. */
  const commit = (firstOffset: number, ...chunks: string[]) =>
    turns.appendLog('node', [{ turnId, attempt: 1, firstOffset, chunks }]);

  async function end(firstOffset: number, ...chunks: string[]): Promise<void> {
    await commit(firstOffset, ...chunks);
    await dataSource.query(`UPDATE turns SET status = 'completed', ended_at = now() WHERE id = $1`, [turnId]);
  }

  const read = (offset: number, signal = new AbortController().signal) => reader.read(turnId, offset, signal);

  async function readAll(offset: number): Promise<ReadChunk[]> {
    const chunks: ReadChunk[] = [];
    for await (const batch of read(offset)) chunks.push(...batch);
    return chunks;
  }

  const headKnown = () => until('the reader knows where the log ends', () => tails.heads().has(turnId));

  it('reads an ended log merged, with positions that can be come back to', async () => {
    await commit(0, START, delta('a'));
    await commit(2, delta('b'));
    await end(3, delta('c'), FINISH);
    const chunks = await readAll(0);
    expect(chunks).toEqual([
      { json: START, offset: 1, isLast: false, isReplay: true },
      { json: delta('abc'), offset: 4, isLast: false, isReplay: true },
      { json: FINISH, offset: 5, isLast: true, isReplay: true },
    ]);
    expect((await readAll(2)).map(({ json }) => json)).toEqual([delta('bc'), FINISH]);
    expect((await readAll(4)).map(({ json }) => json)).toEqual([FINISH]);
    expect(tails.heads().size).toBe(0);
  });

  it('goes on with what is committed while it waits, up to the end', async () => {
    await commit(0, START);
    const chunks: string[] = [];
    const done = (async () => {
      for await (const batch of read(0)) chunks.push(...batch.map(({ json }) => json));
    })();
    await until('the start is read', () => chunks.length === 1);
    await commit(1, delta('a'));
    hints.emit('log', [turnId]);
    await until('the delta is read', () => chunks.length === 2);
    await end(2, FINISH);
    hints.emit('log', [turnId]);
    await done;
    expect(chunks).toEqual([START, delta('a'), FINISH]);
  });

  it('needs no more than the tail while it keeps up with this process', async () => {
    const tail = tails.acquire(turnId);
    tail.head = 0;
    const batches = read(0);
    tail.push(0, [START, FINISH]); // Never stored: only the tail knows it.
    expect(await batches.next()).toMatchObject({ value: [{ json: START }, { json: FINISH, isLast: true }] });
    expect(await batches.next()).toEqual({ done: true, value: undefined });
    tails.release(turnId);
  });

  it('ends without a word when nobody listens any more', async () => {
    await commit(0, START);
    const controller = new AbortController();
    const batches = read(1, controller.signal);
    const next = batches.next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(tails.heads().size).toBe(0);
  });

  it('says so when a part is missing', async () => {
    await commit(0, START);
    await commit(1, delta('a'));
    await end(2, FINISH);
    await dataSource.query(`DELETE FROM turn_log WHERE turn_id = $1 AND first_offset = 1`, [turnId]);
    await expect(readAll(0)).rejects.toMatchObject({ code: 'answer-incomplete' });
    await expect(readAll(1)).rejects.toMatchObject({ code: 'answer-incomplete' });
  });

  it('says so when the end is missing', async () => {
    await end(0, START);
    const all = readAll(0);
    await headKnown();
    hints.emit('log', [turnId]);
    await expect(all).rejects.toMatchObject({ code: 'answer-incomplete' });
  });

  it('says so for a position behind the log', async () => {
    await end(0, START, FINISH);
    await expect(readAll(3)).rejects.toEqual(new ChatError('answer-incomplete'));
  });

  it('goes on behind a position that this process has not heard of yet', async () => {
    await commit(0, START, delta('a'));
    const tail = tails.acquire(turnId);
    tail.head = 1; // Of another reader, who waits for the next hint.
    const chunks: string[] = [];
    const done = (async () => {
      for await (const batch of read(2)) chunks.push(...batch.map(({ json }) => json));
    })();
    await end(2, FINISH);
    hints.emit('log', [turnId]);
    await done;
    expect(chunks).toEqual([FINISH]);
    tails.release(turnId);
  });

  it('says so when the turn is deleted meanwhile', async () => {
    await commit(0, START);
    const all = readAll(0);
    await headKnown();
    await dataSource.query(`DELETE FROM turns WHERE id = $1`, [turnId]);
    hints.emit('log', [turnId]);
    await expect(all).rejects.toBeInstanceOf(ChatError);
  });

  it('has nothing more for who has all of it, and ends', async () => {
    await end(0, START, FINISH);
    expect(await readAll(2)).toEqual([]);
  });

  it('hears of later commits although a hint came before it knew where the log ends', async () => {
    await commit(0, START);
    const tail = tails.acquire(turnId);
    hints.emit('log', [turnId]);
    tail.head = 0;
    hints.emit('log', [turnId]);
    await until('the poller brings what was committed', () => tail.head === 1);
    expect(tail.rowsFrom(0)).toMatchObject([{ chunks: [START] }]);
  });
});
