import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { wireError, type SendFrame } from '@app/chat-protocol';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { Branches } from '../conversations/branches.js';
import { ConversationsRepository } from '../conversations/conversations.repository.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { LeasesRepository } from './leases.repository.js';
import type { LogBatch } from './live-turn.js';
import { Turn } from './turn.entity.js';
import { TurnsRepository, type AnswerRecord, type ToldFigures, type TurnEnd } from './turns.repository.js';

const COMPLETED: TurnEnd = { status: 'completed', error: null };
const ANSWER: AnswerRecord = { content: 'Hi', parts: [], model: null, usage: null, reasoningMs: null };
const TOLD: ToldFigures = { model: null, usage: null, firstWordsAt: null, storedMs: null };

function batch(turn: Turn, firstOffset: number, ...chunks: string[]): LogBatch {
  return { turnId: turn.id, attempt: turn.attempt, firstOffset, chunks };
}

describe('TurnsRepository', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;
  let turns: TurnsRepository;
  let messages: MessagesRepository;
  let leases: LeasesRepository;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    turns = new TurnsRepository(dataSource);
    messages = new MessagesRepository(dataSource);
    leases = new LeasesRepository(dataSource);
    await leases.renew('node-a', 'place-a', 600_000);
    await leases.renew('node-b', 'place-b', 600_000);
    await leases.renew('dead', 'place-c', 600_000);
    await expireLease('dead');
  });
  afterAll(() => close());

  const expireLease = (id: string) =>
    dataSource.query(`UPDATE node_leases SET expires_at = now() - interval '1 second' WHERE id = $1`, [id]);

  interface Asking {
    userId?: string;
    conversationId?: string;
    /** Null = it waits. */
    owner?: string | null;
  }

  /** A question and its turn, in a conversation of its own unless one is named. */
  function ask({ userId = 'ada', conversationId = randomUUID(), owner = 'node-a' }: Asking = {}): Promise<Turn> {
    const frame: SendFrame = {
      type: 'send',
      requestId: randomUUID(),
      id: conversationId,
      trigger: 'submit-message',
      message: { id: randomUUID(), parts: [{ type: 'text', text: 'Hello' }] },
      earlierIds: [],
      continuesId: null,
      offset: 0,
      nextSequence: 0,
    };
    return dataSource.transaction(async (manager) => {
      await messages.openConversation(manager, userId, frame);
      const question = await messages.saveUserMessage(manager, userId, frame);
      return turns.insert(manager, {
        id: randomUUID(),
        userId,
        conversationId,
        requestId: frame.requestId,
        userMessageId: question.id,
        answerId: await messages.addPendingAnswer(manager, question),
        status: owner === null ? 'queued' : 'running',
        owner,
        attempt: owner === null ? 0 : 1,
      });
    });
  }

  const byRequest = async (userId: string, conversationId: string, requestId: string) =>
    (await turns.listAsked(dataSource.manager, userId, conversationId, requestId, 'new')).sameRequest;
  const log = async (turn: Turn) => (await turns.readLog(turn.id, 0, 100)).flatMap(({ chunks }) => chunks);
  const end = (turn: Turn, last: LogBatch, how = COMPLETED) =>
    dataSource.transaction(async (manager) => (await turns.end(manager, turn, last, how, ANSWER, TOLD)).outcome);
  const current = async (turn: Turn) => (await turns.find(turn.userId, turn.id))!;
  const age = (turn: Turn, column: 'started_at' | 'ended_at', interval: string) =>
    dataSource.query(`UPDATE turns SET ${column} = now() - $2::interval WHERE id = $1`, [turn.id, interval]);

  /** The turn as a sweep by node-b takes it; undefined = it does not. */
  const adoptIt = async (turn: Turn, known: string[] = []) =>
    (await turns.adopt('node-b', known, 1000)).find(({ id }) => id === turn.id);
  const isStalled = async ({ conversationId }: Turn) =>
    (await turns.listStalledQueues(1000)).some((queue) => queue.conversationId === conversationId);

  describe('the log', () => {
    it('keeps what its owner wrote, to the byte and in order', async () => {
      const turn = await ask();
      const chunks = ['{"a":"\\n\\u0000\\ud83e"}', '{"b":"’ \u2028 🦊 \\\\ \'; --"}', '{"c":1}'];
      await turns.appendLog('node-a', [batch(turn, 0, chunks[0])]);
      await turns.appendLog('node-a', [batch(turn, 1, chunks[1], chunks[2])]);
      expect(await log(turn)).toEqual(chunks);
      expect(await turns.findLogEnd(turn.id)).toBe(3);
    });

    it('is read from the row that holds an offset', async () => {
      const turn = await ask();
      for (const offset of [0, 2, 4]) await turns.appendLog('node-a', [batch(turn, offset, '{}', '{}')]);
      const from = async (offset: number, limit = 100) =>
        (await turns.readLog(turn.id, offset, limit)).map((row) => row.firstOffset);
      expect(await from(0)).toEqual([0, 2, 4]);
      expect(await from(3)).toEqual([2, 4]);
      expect(await from(4)).toEqual([4]);
      expect(await from(6)).toEqual([]);
      expect(await from(0, 2)).toEqual([0, 2]);
    });

    it('is read behind the heads of many turns at once', async () => {
      const [one, two, three] = [await ask(), await ask(), await ask()];
      await turns.appendLog('node-a', [batch(one, 0, '{"1":0}'), batch(two, 0, '{"2":0}')]);
      await turns.appendLog('node-a', [batch(one, 1, '{"1":1}'), batch(two, 1, '{"2":1}')]);
      const heads = new Map([
        [one.id, 1],
        [two.id, 2],
        [three.id, 0],
      ]);
      const gone = randomUUID();
      expect(await turns.readNews(new Map([...heads, [gone, 0]]))).toEqual(
        new Map([
          [one.id, { status: 'running', rows: [{ turnId: one.id, firstOffset: 1, chunks: ['{"1":1}'] }] }],
          [two.id, { status: 'running', rows: [] }],
          [three.id, { status: 'running', rows: [] }],
          [gone, { status: null, rows: [] }],
        ]),
      );
      expect(await turns.readNews(new Map())).toEqual(new Map());
    });

    it.each<[string, string, (turn: Turn) => Partial<LogBatch>]>([
      ['another owner', 'node-b', () => ({})],
      ['an older attempt', 'node-a', (turn) => ({ attempt: turn.attempt - 1 })],
      ['a newer attempt', 'node-a', (turn) => ({ attempt: turn.attempt + 1 })],
      ['a turn that does not exist', 'node-a', () => ({ turnId: randomUUID() })],
    ])('takes nothing from %s, and the rest of the same commit', async (_name, owner, changes) => {
      const [turn, other] = [await ask(), await ask({ owner })];
      const batches = [{ ...batch(turn, 0, '{}'), ...changes(turn) }, batch(other, 0, '{}')];
      expect([...(await turns.appendLog(owner, batches)).keys()]).toEqual([other.id]);
      expect(await log(turn)).toEqual([]);
      expect(await log(other)).toEqual(['{}']);
    });

    it('takes nothing once the turn has ended or was deleted', async () => {
      const [ended, deleted] = [await ask(), await ask()];
      await end(ended, batch(ended, 0, '{"last":1}'));
      await new ConversationsRepository(dataSource, new Branches(dataSource)).delete('ada', deleted.conversationId);
      expect(await turns.appendLog('node-a', [batch(ended, 1, '{}'), batch(deleted, 0, '{}')])).toEqual(new Map());
      expect(await log(ended)).toEqual(['{"last":1}']);
    });

    it('stays as it is when the same batch comes again', async () => {
      const turn = await ask();
      const first = batch(turn, 0, '{"a":1}', '{"b":1}');
      for (let times = 0; times < 3; times++) {
        expect(await turns.appendLog('node-a', [first])).toEqual(
          new Map([[turn.id, { isStopRequested: false, at: expect.any(Date) }]]),
        );
      }
      await turns.appendLog('node-a', [batch(turn, 2, '{"c":1}'), first].slice(0, 1));
      expect(await log(turn)).toEqual(['{"a":1}', '{"b":1}', '{"c":1}']);
    });

    it('tells its writer that somebody wants the turn stopped', async () => {
      const turn = await ask();
      await turns.requestStop('ada', turn.id);
      expect(await turns.appendLog('node-a', [batch(turn, 0, '{}')])).toEqual(
        new Map([[turn.id, { isStopRequested: true, at: expect.any(Date) }]]),
      );
    });

    it('is written by many processes at once without one waiting for another for ever', async () => {
      const mine = await Promise.all([ask(), ask(), ask()]);
      const rounds = Array.from({ length: 20 }, (_, offset) => [
        turns.appendLog(
          'node-a',
          mine.map((turn) => batch(turn, offset, '{}')),
        ),
        turns.appendLog(
          'node-b',
          mine.toReversed().map((turn) => batch(turn, offset, '{"forged":1}')),
        ),
      ]);
      await Promise.all(rounds.flat());
      for (const turn of mine) expect(await log(turn)).toEqual(Array.from({ length: 20 }, () => '{}'));
    });
  });

  describe('the end of a turn', () => {
    it('commits the last chunks, the status and the error together', async () => {
      const turn = await ask();
      await turns.appendLog('node-a', [batch(turn, 0, '{}')]);
      const error = wireError('service-cut', 1500);
      expect(await end(turn, batch(turn, 1, '{"last":1}'), { status: 'failed', error })).toBe('ended');
      expect(await current(turn)).toMatchObject({ status: 'failed', error, endedAt: expect.any(Date) as unknown });
      expect(await log(turn)).toEqual(['{}', '{"last":1}']);
    });

    it('is counted with its tokens, those of its title, and whole milliseconds', async () => {
      const turn = await ask();
      const told = { ...TOLD, model: 'demo', usage: { inputTokens: 3 }, storedMs: 11.7 };
      const committed = await dataSource.transaction((manager) =>
        turns.end(manager, turn, batch(turn, 0, '{}'), COMPLETED, ANSWER, told),
      );
      expect(committed).toEqual({ outcome: 'ended', isNextWaiting: false, isUntitled: true });
      await turns.addFigures(turn.id, { inputTokens: 4, outputTokens: 5 });
      const figures: unknown[] = await dataSource.query(
        `SELECT ending, model, input_tokens::int AS input, output_tokens::int AS output, stored_ms AS stored
         FROM turn_figures WHERE turn_id = $1`,
        [turn.id],
      );
      expect(figures).toEqual([{ ending: 'completed', model: 'demo', input: 7, output: 5, stored: 12 }]);
    });

    it('leaves nothing when its transaction fails', async () => {
      const turn = await ask();
      const failing = dataSource.transaction(async (manager) => {
        await turns.end(manager, turn, batch(turn, 0, '{}'), COMPLETED, ANSWER, TOLD);
        throw new Error('fails');
      });
      await expect(failing).rejects.toThrow('fails');
      expect(await current(turn)).toMatchObject({ status: 'running', endedAt: null });
      expect(await log(turn)).toEqual([]);
    });

    it('is known again, and happens once', async () => {
      const turn = await ask();
      await end(turn, batch(turn, 0, '{"last":1}'));
      const { endedAt } = await current(turn);
      expect(await end(turn, batch(turn, 0, '{"last":1}'))).toBe('again');
      expect(await end(turn, batch(turn, 1, '{"more":1}'), { status: 'stopped', error: null })).toBe('again');
      expect(await current(turn)).toMatchObject({ status: 'completed', endedAt });
      expect(await log(turn)).toEqual(['{"last":1}']);
    });

    it.each<[string, (turn: Turn) => Partial<Turn>]>([
      ['another owner', () => ({ owner: 'node-b' })],
      ['no owner', () => ({ owner: null })],
      ['an older attempt', () => ({ attempt: 0 })],
      ['a deleted turn', () => ({ id: randomUUID() })],
    ])('is lost for %s', async (_name, captured) => {
      const turn = await ask();
      expect(await end(Object.assign(new Turn(), turn, captured(turn)), batch(turn, 0, '{}'))).toBe('lost');
      expect(await current(turn)).toMatchObject({ status: 'running' });
      expect(await log(turn)).toEqual([]);
    });

    it('of a waiting turn is lost once it runs', async () => {
      const waiting = await ask({ owner: null });
      await dataSource.transaction((manager) => turns.startNext(manager, 'ada', waiting.conversationId, 'node-a'));
      expect(await end(waiting, batch(waiting, 0, '{}'), { status: 'stopped', error: null })).toBe('lost');
      expect(await current(waiting)).toMatchObject({ status: 'running' });
    });
  });

  describe('a conversation', () => {
    it('has one running turn at most, whoever tries', async () => {
      const first = await ask();
      const { conversationId } = first;
      await expect(ask({ conversationId, owner: 'node-b' })).rejects.toThrow('UQ_turns_one_running');
      await ask({ conversationId, owner: null });
      const early = dataSource.transaction((manager) => turns.startNext(manager, 'ada', conversationId, 'node-b'));
      await expect(early).rejects.toThrow('UQ_turns_one_running');
    });

    it('runs what waits in the order it was asked', async () => {
      const conversationId = randomUUID();
      const waiting = [];
      for (let index = 0; index < 3; index++) waiting.push(await ask({ conversationId, owner: null }));
      for (const expected of waiting) {
        const next = await dataSource.transaction((manager) =>
          turns.startNext(manager, 'ada', conversationId, 'node-a'),
        );
        expect(next).toMatchObject({ id: expected.id, status: 'running', owner: 'node-a', attempt: 1 });
        expect(next!.startedAt).not.toBeNull();
        await end(next!, batch(next!, 0, '{}'));
      }
      await dataSource.transaction(async (manager) => {
        expect(await turns.startNext(manager, 'ada', conversationId, 'node-a')).toBeNull();
      });
    });

    it('ends and starts its turns at that very moment, however long ago the transaction began', async () => {
      const first = await ask();
      const waiting = await ask({ conversationId: first.conversationId, owner: null });
      const { seq: _, ...same } = first;
      const third = { ...same, id: randomUUID(), requestId: randomUUID() };
      const ids = [first.id, waiting.id, third.id];
      await dataSource.transaction(async (manager) => {
        const clock = async () => {
          // Later than all before by more than the millisecond that is stored.
          const [{ at }] = await manager.query<[{ at: string }]>(
            `SELECT date_trunc('milliseconds', clock_timestamp())::text AS at FROM pg_sleep(0.005)`,
          );
          return at;
        };
        const marks = [await clock()];
        await turns.end(manager, first, batch(first, 0, '{}'), COMPLETED, ANSWER, TOLD);
        marks.push(await clock());
        const next = await turns.startNext(manager, 'ada', first.conversationId, 'node-a');
        marks.push(await clock());
        await turns.end(manager, next!, batch(next!, 0, '{}'), COMPLETED, ANSWER, TOLD);
        marks.push(await clock());
        await turns.insert(manager, third);
        const [{ moments }] = await manager.query<[{ moments: boolean[] }]>(
          `SELECT array_agg(moment >= mark::timestamptz ORDER BY n) AS moments
           FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS m (id, mark, n)
           CROSS JOIN LATERAL (SELECT CASE WHEN n = 1 THEN ended_at ELSE started_at END AS moment FROM turns t WHERE t.id = m.id) x`,
          [ids, marks.filter((_mark, index) => index !== 2)],
        );
        expect(moments).toEqual([true, true, true]);
      });
    });

    it('takes a request id once', async () => {
      const turn = await ask();
      expect(await byRequest('ada', turn.conversationId, turn.requestId)).toEqual(turn);
      const { seq: _, ...same } = turn;
      const again = dataSource.transaction((manager) =>
        turns.insert(manager, { ...same, id: randomUUID(), status: 'queued', owner: null, attempt: 0 }),
      );
      await expect(again).rejects.toThrow('UQ_turns_request');
    });

    it('is followed at its oldest unfinished turn, then at its newest', async () => {
      const first = await ask();
      const { conversationId } = first;
      const second = await ask({ conversationId, owner: null });
      expect((await turns.listUnfinished('ada', conversationId)).map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(await turns.findToFollow('ada', conversationId)).toMatchObject({ id: first.id });
      await end(first, batch(first, 0, '{}'));
      expect(await turns.findToFollow('ada', conversationId)).toMatchObject({ id: second.id });
      await end(second, batch(second, 0, '{}'), { status: 'stopped', error: null });
      expect(await turns.findToFollow('ada', conversationId)).toMatchObject({ id: second.id });
      expect(await turns.listUnfinished('ada', conversationId)).toEqual([]);
      expect(await turns.findToFollow('ada', randomUUID())).toBeNull();
    });

    it('is answering while a turn runs or waits', async () => {
      const [running, waiting, ended] = [await ask(), await ask({ owner: null }), await ask()];
      await end(ended, batch(ended, 0, '{}'));
      const ids = [running, waiting, ended].map(({ conversationId }) => conversationId);
      expect(await turns.findAnswering('ada', ids)).toEqual(new Set(ids.slice(0, 2)));
      expect(await turns.findAnswering('ada', [])).toEqual(new Set());
    });

    it('takes its turns and logs along when it is deleted', async () => {
      const turn = await ask();
      await turns.appendLog('node-a', [batch(turn, 0, '{}')]);
      await new ConversationsRepository(dataSource, new Branches(dataSource)).delete('ada', turn.conversationId);
      expect(await turns.find('ada', turn.id)).toBeNull();
      expect(await log(turn)).toEqual([]);
    });
  });

  it('shows a user no turn of another, even under the same ids', async () => {
    const theirs = await ask({ userId: 'eve' });
    const mine = await ask({ userId: 'ada', conversationId: theirs.conversationId });
    expect(await turns.find('ada', theirs.id)).toBeNull();
    expect(await byRequest('ada', theirs.conversationId, theirs.requestId)).toBeNull();
    expect(await turns.listUnfinished('ada', theirs.conversationId)).toEqual([mine]);
    expect(await turns.findToFollow('ada', theirs.conversationId)).toEqual(mine);
    expect(await turns.requestStop('ada', theirs.id)).toBeNull();
    expect(await current(theirs)).toMatchObject({ stopRequestedAt: null });
    expect(await turns.findAnswering('bob', [theirs.conversationId])).toEqual(new Set());
  });

  it('knows no turn by an id that cannot be one', async () => {
    expect(await turns.find('ada', 'turn-1')).toBeNull();
    expect(await turns.requestStop('ada', 'turn-1')).toBeNull();
  });

  it('notes once that a turn shall stop, and nothing of an ended one', async () => {
    const [running, waiting, ended] = [await ask(), await ask({ owner: null }), await ask()];
    await end(ended, batch(ended, 0, '{}'));
    const first = await turns.requestStop('ada', running.id);
    expect(first).toMatchObject({ id: running.id, stopRequestedAt: expect.any(Date) as unknown });
    expect(await turns.requestStop('ada', running.id)).toEqual(first);
    expect(await turns.requestStop('ada', waiting.id)).toMatchObject({ status: 'queued' });
    expect(await turns.requestStop('ada', ended.id)).toBeNull();
    const asked = await turns.listStopRequested([running.id, waiting.id, ended.id]);
    expect(asked.toSorted()).toEqual([running.id, waiting.id].toSorted());
  });

  it('knows which turns a process has lost, though it writes nothing', async () => {
    const [kept, taken, gone] = [await ask(), await ask({ owner: 'dead' }), await ask()];
    await adoptIt(taken);
    await dataSource.query(`DELETE FROM turns WHERE id = $1`, [gone.id]);
    expect((await turns.listLost([kept, taken, gone])).toSorted()).toEqual([taken.id, gone.id].toSorted());
  });

  describe('adopt', () => {
    // What earlier tests left running is unknown to its owner, which may adopt it again after 5 seconds.
    beforeEach(() => dataSource.query(`UPDATE turns SET status = 'interrupted' WHERE status = 'running'`));

    it('takes the turns of a dead process, counts a retry, and shuts its writer out', async () => {
      const turn = await ask({ owner: 'dead' });
      await turns.appendLog('dead', [batch(turn, 0, '{"by":"dead"}')]);
      expect(await adoptIt(turn)).toMatchObject({ owner: 'node-b', attempt: 2, retries: 1, status: 'running' });
      expect(await turns.appendLog('dead', [batch(turn, 1, '{"by":"dead"}')])).toEqual(new Map());
      expect(await end(turn, batch(turn, 1, '{"by":"dead"}'))).toBe('lost');
      const mine = await current(turn);
      await turns.appendLog('node-b', [batch(mine, 1, '{"by":"b"}')]);
      expect(await log(turn)).toEqual(['{"by":"dead"}', '{"by":"b"}']);
    });

    it.each([
      ['never had a lease', 'unknown-node'],
      ['has left', 'left'],
    ])('takes the turns of a process that %s', async (_name, owner) => {
      await leases.renew('left', 'place-d', 600_000);
      const turn = await ask({ owner });
      await leases.end('left');
      expect(await adoptIt(turn)).toMatchObject({ owner: 'node-b', retries: 1 });
    });

    it('takes what was handed over, without counting a retry', async () => {
      const [given, kept] = [await ask({ owner: 'leaving' }), await ask()];
      expect(await turns.handOver('nobody')).toBe(0);
      expect(await current(given)).toMatchObject({ owner: 'leaving' });
      expect(await turns.handOver('leaving')).toBe(1);
      const adopted = await turns.adopt('node-b', [], 1000);
      expect(adopted.find(({ id }) => id === given.id)).toMatchObject({ owner: 'node-b', attempt: 2, retries: 0 });
      expect(adopted.some(({ id }) => id === kept.id)).toBe(false);
    });

    it('takes its own which it does not know, after a while', async () => {
      const turn = await ask({ owner: 'node-b' });
      expect(await adoptIt(turn)).toBeUndefined();
      await age(turn, 'started_at', '6 seconds');
      expect(await adoptIt(turn, [turn.id])).toBeUndefined();
      const adopted = await adoptIt(turn);
      expect(adopted).toMatchObject({ owner: 'node-b', attempt: 2 });
      await end(adopted!, batch(adopted!, 0, '{}'));
    });

    it('leaves alone what it works on itself, even when its own lease has run out', async () => {
      await expireLease('node-b');
      const turn = await ask({ owner: 'node-b' });
      await age(turn, 'started_at', '1 hour');
      expect(await adoptIt(turn, [turn.id])).toBeUndefined();
      await leases.renew('node-b', 'place-b', 600_000);
      await end(turn, batch(turn, 0, '{}'));
    });

    it('takes nothing while its own lease has run out: so may have those of the living', async () => {
      const turn = await ask({ owner: 'dead' });
      await expireLease('node-b');
      expect(await adoptIt(turn)).toBeUndefined();
      await leases.renew('node-b', 'place-b', 600_000);
      expect(await adoptIt(turn)).toMatchObject({ owner: 'node-b' });
    });

    it('leaves alone what runs elsewhere, waits or has ended', async () => {
      const [running, waiting, ended] = [await ask(), await ask({ owner: null }), await ask({ owner: 'dead' })];
      await end(ended, batch(ended, 0, '{}'));
      await age(running, 'started_at', '1 hour');
      for (const turn of [running, waiting, ended]) expect(await adoptIt(turn)).toBeUndefined();
    });

    it('takes the oldest first, no more than it was told to', async () => {
      await turns.adopt('node-b', [], 1000);
      const left = [await ask({ owner: 'dead' }), await ask({ owner: 'dead' }), await ask({ owner: 'dead' })];
      expect((await turns.adopt('node-b', [], 2)).map(({ id }) => id)).toEqual(left.slice(0, 2).map(({ id }) => id));
      expect((await turns.adopt('node-b', [], 2)).map(({ id }) => id)).toEqual([left[2].id]);
    });

    it('gives each turn to one of many who sweep at once', async () => {
      const left = await Promise.all(Array.from({ length: 10 }, () => ask({ owner: 'dead' })));
      const sweeps = await Promise.all(Array.from({ length: 5 }, () => turns.adopt('node-b', [], 1000)));
      const taken = sweeps.flat().map(({ id }) => id);
      expect(taken.toSorted()).toEqual([...new Set(taken)].toSorted());
      expect(taken).toEqual(expect.arrayContaining(left.map(({ id }) => id)));
    });
  });

  it('finds queues that nobody works on', async () => {
    const running = await ask();
    const waiting = await ask({ conversationId: running.conversationId, owner: null });
    expect(await isStalled(waiting)).toBe(false);
    await end(running, batch(running, 0, '{}'));
    expect(await isStalled(waiting)).toBe(true);
  });

  it('drops old logs of ended turns and keeps the turns', async () => {
    const [old, young, running] = [await ask(), await ask(), await ask()];
    for (const turn of [old, young, running]) await turns.appendLog('node-a', [batch(turn, 0, '{}')]);
    for (const turn of [old, young]) await end(turn, batch(turn, 1, '{"last":1}'));
    await age(old, 'ended_at', '25 hours');
    await age(young, 'ended_at', '23 hours');
    await age(running, 'started_at', '100 hours');
    await turns.expireLogs(24);
    await turns.expireLogs(24);
    expect(await Promise.all([old, young, running].map(log))).toEqual([[], ['{}', '{"last":1}'], ['{}']]);
    expect(await current(old)).toMatchObject({ hasLog: false, status: 'completed' });
    expect(await byRequest('ada', old.conversationId, old.requestId)).toMatchObject({ id: old.id });
    expect(await current(young)).toMatchObject({ hasLog: true });
    expect(await current(running)).toMatchObject({ hasLog: true });
  });
});
