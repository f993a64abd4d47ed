import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  satisfactionComparisonSchema,
  satisfactionViewSchema,
  slowestTurnsSchema,
  statisticsErrorsSchema,
  statisticsOverviewSchema,
  statisticsSeriesSchema,
  statisticsUsageSchema,
  type SessionView,
} from '@app/chat-protocol';
import type { z } from 'zod';
import { configServiceFrom } from '../src/config/config.js';
import { SurveyRepository } from '../src/survey/survey.repository.js';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { PASSWORD, startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

describe('Statistics', () => {
  const model = new HandModel();
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    const env = { CHAT_PRICES: 'hand=1000000/2000000', CHAT_MODEL_RETRIES: '0' };
    app = await startApp({ models: model, env });
    admin = await app.signUp();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const idOf = async (cookie: string) =>
    ((await (await app.call('GET', '/session', cookie)).json()) as SessionView).userId;

  /** What an administrator is told, held to its schema. */
  async function told<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>): Promise<T> {
    const response = await app.call('GET', `/admin/statistics/${path}?${new URLSearchParams(query)}`, admin);
    const body: unknown = await response.json();
    expect([response.status, body]).toEqual([200, schema.parse(body)]);
    return body as T;
  }

  /** Answers of a user, one an hour from `from` on, as they would be counted; every other one's question had waited. */
  function seedAnswers(userId: string | null, count: number, from: string, ending = 'completed'): Promise<unknown> {
    return app.dataSource.query(
      `INSERT INTO turn_figures
       SELECT gen_random_uuid(), $1, $3::timestamptz + (n - 1) * interval '1 hour', $4,
              CASE WHEN $4 = 'failed' THEN 'internal' END, 'hand', 0, n * 10, n * 100, n, 1, CASE WHEN n % 2 = 0 THEN n * 10 END
       FROM generate_series(1, $2::int) n`,
      [userId, count, from, ending],
    );
  }

  describe('of turns', () => {
    const period = () => ({
      from: new Date(Date.now() - 3_600_000).toISOString(),
      to: new Date(Date.now() + 3_600_000).toISOString(),
    });

    it('count questions, first words, endings, tokens and cost, and outlive conversation and user', async () => {
      const cookie = await app.signUp({ name: 'Grace', email: 'grace@example.com' });
      const userId = await idOf(cookie);
      const client = await RawClient.open(app, cookie);
      const ask = async (id: string) => {
        const calls = model.calls.length;
        client.ask('c', id, 'A secret question');
        return model.call(calls);
      };
      (await ask('one')).say('Zebra').finish();
      await client.first('end', 'one');
      (await ask('two')).fail(new Error('boom'));
      await client.first('end', 'two');
      const running = await ask('three');
      client.ask('c', 'four', 'A secret question');
      const { turnId } = await client.first('accepted', 'four');
      const busy = await told('overview', period(), statisticsOverviewSchema);
      expect(busy).toMatchObject({
        questions: 4,
        activeUsers: 1,
        firstWords: { count: 1 },
        stored: { count: 2 },
        endings: { completed: 1, stopped: 0, failed: 1, interrupted: 0, lostShare: 0.5 },
        now: { running: 1, queued: 1, processes: 1, socketsHere: 1 },
      });
      client.send({ type: 'stop', requestId: 's', turnId });
      await client.first('end', 'four');
      running.say('More').finish();
      await client.first('end', 'three');
      await client.close();

      const check = async (who: object) => {
        const overview = await told('overview', period(), statisticsOverviewSchema);
        expect(overview).toMatchObject({
          questions: 4,
          firstWords: { count: 2 },
          stored: { count: 3 },
          endings: { completed: 2, stopped: 1, failed: 1 },
          now: { running: 0, queued: 0 },
        });
        expect(overview.meanAnswerMs).toBeGreaterThanOrEqual(overview.firstWords.p50Ms!);
        const usage = await told('usage', { ...period(), by: 'user' }, statisticsUsageSchema);
        const spent = { turns: 4, inputTokens: 6, outputTokens: 10, cost: 26, turnsWithoutCost: 2 };
        expect(usage).toEqual({ top: [{ ...who, ...spent }], rest: null, total: spent });
        const { top } = await told('usage', { ...period(), by: 'model' }, statisticsUsageSchema);
        expect(top.map(({ key, turns }) => [key, turns])).toEqual([
          ['hand', 3],
          [null, 1], // stopped while it waited: no model was asked
        ]);
        const { turns } = await told('slowest', period(), slowestTurnsSchema);
        expect(turns.map(({ answerMs }) => answerMs)).toEqual(
          turns.map((turn) => turn.answerMs).toSorted((a, b) => b! - a!),
        );
        expect(turns.map(({ ending }) => ending).toSorted()).toEqual(['completed', 'completed', 'failed']);
        const { errors } = await told('errors', period(), statisticsErrorsSchema);
        expect(errors).toEqual([
          { code: turns.find(({ error }) => error)?.error, count: 1, lastAt: expect.any(String) },
        ]);
        expect(JSON.stringify([overview, usage, turns, errors])).not.toMatch(/secret|Zebra|boom/);
      };
      await check({ key: userId, name: 'Grace', email: 'grace@example.com' });
      expect((await app.call('DELETE', '/conversations/c', cookie)).status).toBe(204);
      await check({ key: userId, name: 'Grace', email: 'grace@example.com' });
      const file = await (await app.call('GET', '/account/export', cookie)).json();
      expect(file).toMatchObject({ conversations: [], turns: expect.arrayContaining([{ ...file.turns[0] }]) });
      expect(file.turns).toHaveLength(4);
      expect((await app.call('DELETE', '/account', cookie, { password: PASSWORD })).status).toBe(204);
      await check({ key: null, name: null, email: null });
    });

    it('know in what time a question was stored that did not wait', async () => {
      const from = new Date().toISOString();
      const client = await RawClient.open(app, await app.signUp({ name: 'Quick' }));
      const calls = model.calls.length;
      client.ask('c', 'one', 'A question');
      const one = await model.call(calls);
      client.ask('c', 'two', 'A question behind it');
      const { turnId } = await client.first('accepted', 'two');
      one.say('Yes').finish();
      (await model.call(calls + 1)).say('Yes').finish();
      await client.first('end', 'two');
      await client.close();
      const rows: { turn_id: string; stored_ms: number | null }[] = await app.dataSource.query(
        `SELECT turn_id, stored_ms FROM turn_figures WHERE asked_at >= $1 ORDER BY asked_at`,
        [from],
      );
      const [{ stored_ms: ms }, waited] = rows;
      expect([rows.length, waited]).toEqual([2, { turn_id: turnId, stored_ms: null }]);
      expect(ms).toBeGreaterThanOrEqual(0);
      const { questions, stored } = await told('overview', { ...period(), from }, statisticsOverviewSchema);
      expect(questions).toBe(2);
      expect(stored).toEqual({ count: 1, shareInTime: ms! < 500 ? 1 : 0, p50Ms: ms, p99Ms: ms });
    });

    it('have every bucket of the period and exact percentiles, and begin and end where they were asked to', async () => {
      const userId = await idOf(await app.signUp());
      await seedAnswers(userId, 100, '2020-03-01T21:00:00Z');
      await seedAnswers(null, 1, '2020-03-01T20:59:59.999Z', 'failed');
      const query = { from: '2020-03-02T00:00:00+03:00', to: '2020-03-06T01:00:00Z' };
      const overview = await told('overview', query, statisticsOverviewSchema);
      expect(overview).toMatchObject({
        questions: 100,
        firstWords: { count: 100, shareInTime: 0.99, p50Ms: 500, p99Ms: 990 },
        stored: { count: 50, shareInTime: 0.48, p50Ms: 500, p99Ms: 1000 },
        meanAnswerMs: 5050,
      });
      const { points } = await told('series', query, statisticsSeriesSchema);
      expect(points.map(({ at, questions }) => [at, questions])).toEqual([
        ['2020-03-01T21:00:00.000Z', 24],
        ['2020-03-02T21:00:00.000Z', 24],
        ['2020-03-03T21:00:00.000Z', 24],
        ['2020-03-04T21:00:00.000Z', 24],
        ['2020-03-05T21:00:00.000Z', 4],
      ]);
      expect(points[1].firstWords).toEqual({ count: 24, shareInTime: 1, p50Ms: 360, p99Ms: 480 });
      const hours = await told(
        'series',
        { from: '2020-03-01T19:00:00Z', to: '2020-03-01T22:00:00Z', bucket: 'hour' },
        statisticsSeriesSchema,
      );
      expect(hours.points.map(({ questions, endings }) => [questions, endings.lostShare])).toEqual([
        [0, null],
        [1, 1],
        [1, 0],
      ]);
      await seedAnswers(await idOf(await app.signUp({ name: 'Few' })), 2, '2020-03-02T00:00:00Z');
      await seedAnswers(await idOf(await app.signUp({ name: 'Fewer' })), 1, '2020-03-02T00:00:00Z');
      const { top, rest, total } = await told('usage', { ...query, limit: '1' }, statisticsUsageSchema);
      expect(top.map(({ key, inputTokens }) => [key, inputTokens])).toEqual([[userId, 5050]]);
      expect(rest).toEqual({ count: 2, turns: 3, inputTokens: 4, outputTokens: 3, cost: 10, turnsWithoutCost: 0 });
      expect(total).toMatchObject({ turns: 103, inputTokens: 5054 });
      const slow = await told('slowest', { ...query, by: 'first-words', limit: '2' }, slowestTurnsSchema);
      expect(slow.turns.map(({ firstWordsMs }) => firstWordsMs)).toEqual([1000, 990]);
    });

    it.each([
      ['overview', {}],
      ['overview', { from: '2020-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' }],
      ['overview', { from: '2020-01-01T00:00:00Z', to: '2022-01-01T00:00:00Z' }],
      ['errors', { from: 'yesterday', to: '2020-01-01T00:00:00Z' }],
      ['series', { from: '2020-01-01T00:00:00Z', to: '2020-03-01T00:00:00Z', bucket: 'hour' }],
      ['series', { from: '2020-01-01T00:00:00Z', to: '2020-03-01T00:00:00Z', bucket: 'minute' }],
      ['slowest', { from: '2020-01-01T00:00:00Z', to: '2020-03-01T00:00:00Z', limit: '101' }],
      ['usage', { from: '2020-01-01T00:00:00Z', to: '2020-03-01T00:00:00Z', by: 'text' }],
      [
        'satisfaction/comparison',
        { from: '2020-01-01T00:00:00Z', to: '2020-03-01T00:00:00Z', beforeFrom: '2020-03-02T00:00:00Z' },
      ],
    ])('refuse %s of %j', async (path, query) => {
      const response = await app.call('GET', `/admin/statistics/${path}?${new URLSearchParams(query)}`, admin);
      expect([response.status, (await response.json()).code]).toEqual([400, 'bad-request']);
    });
  });

  describe('of satisfaction', () => {
    /** Thumbs of a new user on answers of a model, all given at one moment. */
    async function seedThumbs(by: string, at: string, up: number, down: number): Promise<void> {
      const userId = await idOf(await app.signIn());
      await app.dataSource.query(`INSERT INTO conversations (user_id, id, title) VALUES ($1, 'c', '')`, [userId]);
      await app.dataSource.query(
        `INSERT INTO messages (user_id, conversation_id, id, sender_type, content, parts, status, model)
         SELECT $1, 'c', n::text, 'ai', '', '[]', 'completed', $2 FROM generate_series(1, $3::int) n`,
        [userId, by, up + down],
      );
      await app.dataSource.query(
        `INSERT INTO feedback (user_id, conversation_id, message_id, rating, reasons, created_at)
         SELECT $1, 'c', n::text, CASE WHEN n <= $2 THEN 'up' ELSE 'down' END,
                CASE WHEN n <= $2 THEN '[]' ELSE '["slow","style"]' END::jsonb, $4
         FROM generate_series(1, $3::int) n`,
        [userId, up, up + down, at],
      );
    }

    async function seedScores(by: string, at: string, scores: number[]): Promise<void> {
      const userId = await idOf(await app.signIn());
      await app.dataSource.query(
        `INSERT INTO survey_answers (id, user_id, score, model, asked_at)
         SELECT gen_random_uuid(), $1, score, $2, $3 FROM unnest($4::int[]) AS score`,
        [userId, by, at, scores],
      );
    }

    it('are compared between two periods or two models, with an interval and a verdict', async () => {
      await seedThumbs('old', '2021-01-10T12:00:00Z', 48, 32);
      await seedThumbs('new', '2021-02-10T12:00:00Z', 56, 14);
      await seedThumbs('new', '2021-02-11T12:00:00Z', 0, 1);
      await seedScores('old', '2021-01-10T12:00:00Z', [1, 2, 3, 3, 2, 1, 2]);
      await seedScores('new', '2021-02-10T12:00:00Z', [5, 4, 5, 5, 4, 5, 4]);
      const february = { from: '2021-02-10T00:00:00Z', to: '2021-02-11T00:00:00Z' };
      const periods = await told(
        'satisfaction/comparison',
        { ...february, beforeFrom: '2021-01-01T00:00:00Z', beforeTo: '2021-02-01T00:00:00Z' },
        satisfactionComparisonSchema,
      );
      // The shares are those of Newcombe's first example.
      expect(periods).toMatchObject({ before: { up: 48, down: 32 }, now: { up: 56, down: 14, scores: 7 } });
      expect(periods.upShare).toMatchObject({ verdict: 'higher', target: 'undecided' });
      expect(periods.upShare!.difference.interval!.lower).toBeCloseTo(0.0524, 4);
      expect(periods.upShare!.difference.interval!.upper).toBeCloseTo(0.3339, 4);
      expect(periods.upShare!.ratio!.value).toBeCloseTo(4 / 3, 10);
      expect(periods.meanScore).toMatchObject({ verdict: 'higher', target: 'reached' });
      expect(periods.meanScore!.difference.value).toBeCloseTo(32 / 7 - 2, 10);

      const both = { from: '2021-01-01T00:00:00Z', to: '2021-02-11T00:00:00Z' };
      const models = await told(
        'satisfaction/comparison',
        { ...both, model: 'old', beforeModel: 'new' },
        satisfactionComparisonSchema,
      );
      expect([models.before, models.now]).toEqual([periods.now, periods.before]);
      expect(models.upShare).toMatchObject({ verdict: 'lower', target: 'missed' });
      const none = await told('satisfaction/comparison', { ...both, model: 'absent' }, satisfactionComparisonSchema);
      expect([none.upShare, none.meanScore]).toEqual([null, null]);

      const view = await told(
        'satisfaction',
        { from: '2021-02-10T00:00:00Z', to: '2021-02-13T00:00:00Z' },
        satisfactionViewSchema,
      );
      expect(view.points.map(({ at, up, down, scores }) => [at.slice(0, 10), up, down, scores])).toEqual([
        ['2021-02-10', 56, 14, 7],
        ['2021-02-11', 0, 1, 0],
        ['2021-02-12', 0, 0, 0],
      ]);
      expect(view.total).toMatchObject({ up: 56, down: 15, scores: 7 });
      expect(view.models).toEqual([{ model: 'new', ...view.total }]);
      expect(view.reasons).toEqual([
        { reason: 'slow', count: 15 },
        { reason: 'style', count: 15 },
      ]);
    });
  });

  describe('The survey', () => {
    const isDue = async (cookie: string) => (await (await app.call('GET', '/survey', cookie)).json()).isDue as boolean;
    const put = async (cookie: string, body: object) => (await app.call('PUT', '/survey', cookie, body)).status;
    const stored = (userId: string) =>
      app.dataSource.query(`SELECT score, comment, model FROM survey_answers WHERE user_id = $1 ORDER BY asked_at`, [
        userId,
      ]);
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

    it('is due behind five answers, once in its interval, and behind five more', async () => {
      const cookie = await app.signIn();
      const userId = await idOf(cookie);
      await seedAnswers(userId, 4, daysAgo(40));
      await seedAnswers(userId, 9, daysAgo(40), 'failed');
      expect([await isDue(cookie), await put(cookie, { score: 5 })]).toEqual([false, 404]);
      await seedAnswers(userId, 1, daysAgo(39));
      expect(await isDue(cookie)).toBe(true);
      for (const bad of [{}, { score: 0 }, { score: 6 }, { score: 2.5 }, { score: '5' }, { score: 5, more: 1 }]) {
        expect([bad, await put(cookie, bad)]).toEqual([bad, 400]);
      }
      expect(await put(cookie, { score: 5, comment: 'x'.repeat(2001) })).toBe(400);
      expect(await Promise.all([4, 4, 4, 4].map((score) => put(cookie, { score })))).toEqual([204, 204, 204, 204]);
      expect(await put(cookie, { score: 3, comment: 'Schön 🐢' })).toBe(204);
      expect(await put(cookie, { score: null })).toBe(204);
      expect(await stored(userId)).toEqual([{ score: 3, comment: 'Schön 🐢', model: 'hand' }]);
      expect(await isDue(cookie)).toBe(false);
      await seedAnswers(userId, 5, daysAgo(5));
      expect(await isDue(cookie)).toBe(false);
      await app.dataSource.query(`UPDATE survey_answers SET asked_at = $2 WHERE user_id = $1`, [userId, daysAgo(31)]);
      expect(await isDue(cookie)).toBe(true);
      const never = new SurveyRepository(app.dataSource, configServiceFrom({ SURVEY_INTERVAL_DAYS: '0' }));
      expect(await never.isDue(userId)).toBe(false);
      expect(await put(cookie, { score: null, comment: 'not now' })).toBe(204);
      expect(await isDue(cookie)).toBe(false);
      expect((await stored(userId))[1]).toEqual({ score: null, comment: '', model: 'hand' });
    });

    it('goes with a guest into the account, into its export, and with it', async () => {
      const guest = await app.signIn();
      await seedAnswers(await idOf(guest), 5, daysAgo(1));
      expect(await put(guest, { score: 2, comment: 'Hm' })).toBe(204);
      const cookie = await app.signUp({}, guest);
      const userId = await idOf(cookie);
      await until('the guest is merged', async () => (await stored(userId)).length === 1);
      expect(await isDue(cookie)).toBe(false);
      const file = await (await app.call('GET', '/account/export', cookie)).json();
      expect(file.survey).toEqual([{ score: 2, comment: 'Hm', model: 'hand', asked_at: expect.any(String) }]);
      expect(file.turns).toHaveLength(5);
      expect((await app.call('DELETE', '/account', cookie, { password: PASSWORD })).status).toBe(204);
      expect(await stored(userId)).toEqual([]);
    });
  });
});
