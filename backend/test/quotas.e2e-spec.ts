import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import type { AdminUserPage, AdminUserView } from '@app/chat-protocol';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { createStore, startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

/** Sends of the run against a quota that is almost used up; the promise (P28) says 1,000. */
const SENDS = Number(process.env.P28_SENDS ?? 60);
const SENDS_PER_SOCKET = 50;
const MAX_OUTPUT = 100;
/** What is held back for a question of no words: what may be put around it, and instructions of one byte. */
const AROUND = 16 + 500 + 1;
const INPUT = AROUND + 2;

interface Usage {
  period: string;
  used: number;
  reserved: number;
}

async function usageOf(dataSource: DataSource, isAll: boolean): Promise<Usage[]> {
  return dataSource.query(
    `SELECT period, sum(used)::int AS used, sum(reserved)::int AS reserved FROM token_usage
     WHERE (user_id = '') = $1 GROUP BY period ORDER BY period`,
    [isAll],
  );
}

async function settled(dataSource: DataSource): Promise<void> {
  await until('nothing is held back any more', async () => {
    const [{ count }]: { count: number }[] = await dataSource.query(
      `SELECT count(*)::int AS count FROM token_reservations`,
    );
    return count === 0;
  });
}

/** A model whose answers cost all they may: all that is held back for the question, and the longest answer. */
class GreedyModel {
  calls = 0;
  spent = 0;

  describe = () => ({ id: 'greedy', isDemo: false });

  getModel = (): LanguageModelV4 => ({
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'greedy',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('not used')),
    doStream: ({ prompt, maxOutputTokens = 0 }) => {
      // The instructions are among the prompt.
      const input = AROUND - 1 + prompt.reduce((sum, { content }) => sum + Buffer.byteLength(textOf(content)), 0);
      this.calls += 1;
      this.spent += input + maxOutputTokens;
      const usage = {
        inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
        outputTokens: { total: maxOutputTokens, text: maxOutputTokens, reasoning: 0 },
      };
      const parts: LanguageModelV4StreamPart[] = [
        { type: 'stream-start', warnings: [] },
        { type: 'text-start', id: 't' },
        { type: 'text-delta', id: 't', delta: 'x' },
        { type: 'text-end', id: 't' },
        { type: 'finish', usage, finishReason: { unified: 'stop', raw: 'stop' } },
      ];
      return Promise.resolve({ stream: streamOf(parts) });
    },
  });
}

function streamOf<T>(items: T[]): ReadableStream<T> {
  return new ReadableStream<T>({
    start(controller) {
      for (const item of items) controller.enqueue(item);
      controller.close();
    },
  });
}

function textOf(content: string | readonly object[]): string {
  return typeof content === 'string'
    ? content
    : content.map((part) => ('text' in part ? String(part.text) : '')).join('');
}

describe('a quota of tokens', () => {
  let app: TestApp;
  let model: HandModel;
  let cookie: string;

  beforeAll(async () => {
    model = new HandModel();
    app = await startApp({
      models: model,
      env: {
        QUOTA_TOTAL_TOKENS_PER_MONTH: '1000000',
        CHAT_MAX_OUTPUT_TOKENS: String(MAX_OUTPUT),
        CHAT_SYSTEM_PROMPT: 'x',
      },
    });
    cookie = await app.signIn();
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** What one conversation added to everybody's month. */
  async function costOf(work: (client: RawClient) => Promise<void>): Promise<number> {
    const used = async () => (await usageOf(app.dataSource, true)).find(({ period }) => period === 'month')?.used ?? 0;
    await settled(app.dataSource);
    const before = await used();
    const client = await RawClient.open(app, cookie);
    await work(client);
    await settled(app.dataSource);
    expect((await usageOf(app.dataSource, true)).every(({ reserved }) => reserved === 0)).toBe(true);
    expect(await usageOf(app.dataSource, false)).toEqual(await usageOf(app.dataSource, true));
    await client.close();
    return (await used()) - before;
  }

  it('holds back the longest answer while one is made, and counts what the service counted', async () => {
    const cost = await costOf(async (client) => {
      const index = model.calls.length;
      client.ask('counted', 'r1', 'Hi');
      const call = await model.call(index);
      const [row]: { reserved: number }[] = await app.dataSource.query(
        `SELECT (input_tokens + output_tokens)::int AS reserved FROM token_reservations`,
      );
      // A token for each byte of what the model is shown, and the longest answer.
      expect(row.reserved).toBe(INPUT + MAX_OUTPUT);
      call.say('Hello').finish();
      await client.first('end', 'r1');
    });
    expect(cost).toBe(3 + 5);
  });

  it('counts a stopped answer by its size, and a waiting one that is stopped not at all', async () => {
    const cost = await costOf(async (client) => {
      const index = model.calls.length;
      client.ask('stopped', 'r1', 'Hi');
      (await model.call(index)).say('Four');
      await client.first('chunk', 'r1');
      await until('the words are there', () => client.text('r1') === 'Four');
      client.ask('stopped', 'r2', 'More');
      await client.first('status', 'r2');
      client.send({ type: 'abort', requestId: 'r2' });
      await until('the waiting one is stopped', () =>
        client.of('event').some(({ event }) => event.kind === 'turn-settled' && event.status === 'stopped'),
      );
      client.send({ type: 'abort', requestId: 'r1' });
    });
    expect(cost).toBe(INPUT + 4);
  });

  it('counts nothing for a call that the service refused', async () => {
    const cost = await costOf(async (client) => {
      const index = model.calls.length;
      client.ask('refused', 'r1', 'Hi');
      (await model.call(index)).fail(Object.assign(new TypeError('fetch failed'), { code: 'ECONNREFUSED' }));
      // Asked again, because nothing had come.
      (await model.call(index + 1)).fail(new TypeError('fetch failed'));
      (await model.call(index + 2)).fail(new TypeError('fetch failed'));
      await client.first('end', 'r1');
    });
    expect(cost).toBe(0);
  });

  it('counts the answer of a conversation that was deleted meanwhile', async () => {
    const cost = await costOf(async (client) => {
      const index = model.calls.length;
      client.ask('deleted', 'r1', 'Hi');
      (await model.call(index)).say('Four');
      await until('the words are there', () => client.text('r1') === 'Four');
      const response = await fetch(`${app.origin}/api/v1/conversations/deleted`, {
        method: 'DELETE',
        headers: { cookie, origin: app.origin },
      });
      expect(response.status).toBe(204);
    });
    expect(cost).toBe(INPUT + 4);
  });
});

describe('a quota that is used up', () => {
  it('refuses with the time of its renewal, stores nothing, and spares other users', async () => {
    const model = new HandModel();
    await using app = await startApp({ models: model, env: { QUOTA_USER_TOKENS_PER_DAY: '5' } });
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    client.ask('first', 'r1', 'Hi');
    // Held back by an answer in the making: soon there may be something left.
    await model.call(0);
    client.ask('second', 'r2', 'Hi');
    expect(await client.first('error', 'r2')).toMatchObject({
      code: 'quota-used-up',
      retryable: true,
      retryAfterMs: 5000,
    });
    (await model.call(0)).say('x').finish();
    await client.first('end', 'r1');
    await settled(app.dataSource);

    client.ask('third', 'r3', 'Hi');
    const { code, retryAfterMs } = await client.first('error', 'r3');
    expect(code).toBe('quota-used-up');
    const midnight = new Date();
    midnight.setUTCHours(24, 0, 0, 0);
    expect(Math.abs(retryAfterMs! - (midnight.getTime() - Date.now()))).toBeLessThan(60_000);
    const stored = await app.dataSource.query(`SELECT id FROM conversations ORDER BY id`);
    expect(stored).toEqual([{ id: 'first' }]);

    const other = await RawClient.open(app, await app.signIn());
    other.ask('first', 'r1', 'Hi');
    await model.call(1);

    const admin = await app.signUp();
    const list = await (await app.call('GET', '/admin/users?guests=true', admin)).json();
    const quotas = (list as AdminUserPage).users.map((user) => user.quotas);
    expect(quotas.map(({ month }) => month)).toEqual([null, null, null]);
    expect(quotas[0].day).toEqual({ used: 0, limit: 5 }); // the administrator, who came last
    expect(quotas[1].day!.used).toBeGreaterThan(100); // held back for the answer in the making
    expect(quotas[2].day).toEqual({ used: 3 + 5, limit: 5 });
  });

  it('is a user’s own where an administrator sets one, also where nobody else has any', async () => {
    const model = new HandModel();
    await using app = await startApp({ models: model });
    const admin = await app.signUp();
    const cookie = await app.signIn();
    const { userId } = (await (await app.call('GET', '/session', cookie)).json()) as { userId: string };
    const setQuotas = (ownQuotas: object) =>
      app.call('PATCH', `/admin/users/${userId}`, admin, { ownQuotas }).then(async (response) => ({
        status: response.status,
        user: (await response.json()) as AdminUserView,
      }));
    for (const wrong of [{ day: 0 }, { day: 1.5 }, { month: '5' }, { year: 5 }]) {
      expect((await setQuotas(wrong)).status).toBe(400);
    }
    expect((await setQuotas({ month: 5 })).user).toMatchObject({
      quotas: { day: null, month: { used: 0, limit: 5 } },
      ownQuotas: { day: null, month: 5 },
    });
    // What is not named stays.
    expect((await setQuotas({ day: 1_000_000 })).user.ownQuotas).toEqual({ day: 1_000_000, month: 5 });

    const client = await RawClient.open(app, cookie);
    client.ask('first', 'r1', 'Hi');
    (await model.call(0)).say('x').finish();
    await client.first('end', 'r1');
    await settled(app.dataSource);
    client.ask('second', 'r2', 'Hi');
    expect(await client.first('error', 'r2')).toMatchObject({ code: 'quota-used-up' });
    const free = await RawClient.open(app, await app.signIn());
    free.ask('first', 'r1', 'Hi');
    (await model.call(1)).say('x').finish();
    await free.first('end', 'r1');

    const { user } = await setQuotas({ day: null, month: null });
    expect(user).toMatchObject({ quotas: { day: null, month: null }, ownQuotas: { day: null, month: null } });
    client.ask('third', 'r3', 'Hi');
    (await model.call(2)).say('x').finish();
    await client.first('end', 'r3');
    const counted: { used: number }[] = await app.dataSource.query(
      `SELECT DISTINCT used::int FROM token_usage WHERE user_id <> ''`,
    );
    expect(counted).toEqual([{ used: 8 }]); // of the one answer that a quota limited
  });

  it('lets no second call follow one that was lost with its process', async () => {
    const store = await createStore();
    const model = new HandModel();
    const env = { QUOTA_TOTAL_TOKENS_PER_DAY: '10', CHAT_MAX_OUTPUT_TOKENS: '10', CHAT_SYSTEM_PROMPT: 'x' };
    try {
      const first = await startApp({ store, models: model, env });
      const cookie = await first.signIn();
      const client = await RawClient.open(first, cookie);
      client.ask('c', 'r1', 'Hi');
      (await model.call(0)).say('Four');
      await until('the words are there', () => client.text('r1') === 'Four');
      await first.stop();

      await using second = await startApp({ store, models: model, env });
      await settled(second.dataSource);
      expect(model.calls).toHaveLength(1);
      expect((await usageOf(second.dataSource, true))[0]).toMatchObject({ used: INPUT + 4, reserved: 0 });
      await until('the answer has ended as it was', async () => {
        const [turn]: { status: string }[] = await second.dataSource.query(`SELECT status FROM turns`);
        return turn.status === 'interrupted';
      });
      expect(model.calls).toHaveLength(1);
    } finally {
      await store.drop();
    }
  });

  it(`is passed by one answer at most, under ${SENDS} sends at once (P28)`, async () => {
    const store = await createStore();
    const model = new GreedyModel();
    const question = 'Q'.repeat(50);
    const cap = question.length + AROUND + MAX_OUTPUT;
    const quota = 10 * cap - 30;
    const env = {
      QUOTA_TOTAL_TOKENS_PER_DAY: String(quota),
      CHAT_MAX_OUTPUT_TOKENS: String(MAX_OUTPUT),
      CHAT_SYSTEM_PROMPT: 'x',
      // Processes of their own, not one that starts again at its place.
      PORT: '0',
    };
    // The embedded database is for one process only.
    const count = process.env.DATABASE_URL === undefined ? 1 : 3;
    const apps: TestApp[] = [];
    for (let index = 0; index < count; index++) apps.push(await startApp({ store, models: model, env }));
    try {
      const cookie = await apps[0].signIn();
      const clients = await Promise.all(
        Array.from({ length: Math.ceil(SENDS / SENDS_PER_SOCKET) }, (_, index) =>
          RawClient.open(apps[index % count], cookie),
        ),
      );
      for (let sent = 0; sent < SENDS; sent++) {
        clients[sent % clients.length].ask(`c${sent}`, `r${sent}`, question);
      }
      const answered = () =>
        clients.reduce((sum, client) => sum + client.of('end').length + client.of('error').length, 0);
      await until('every send has its answer', () => answered() >= SENDS, 120_000);
      const [{ dataSource }] = apps;
      await settled(dataSource);

      const refused = clients.flatMap((client) => client.of('error'));
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['quota-used-up']));
      expect(model.calls + refused.length).toBe(SENDS);
      const [{ used, reserved }] = await usageOf(dataSource, true);
      expect({ used, reserved }).toEqual({ used: model.spent, reserved: 0 });
      expect(used).toBeLessThanOrEqual(quota + cap);
      if (process.env.P28_SENDS) console.log({ SENDS, count, quota, cap, used, calls: model.calls });
    } finally {
      for (const app of apps) await app.stop();
      await store.drop();
    }
  }, 180_000);
});

describe('what one user may ask for', () => {
  const model = new HandModel();
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ models: model, env: { CHAT_SENDS_PER_MINUTE: '5', CHAT_MAX_RUNNING_TURNS: '2' } });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  it('is so many questions a minute, and a question that is known does not count', async () => {
    const client = await RawClient.open(app, await app.signIn());
    for (const request of ['r1', 'r2', 'r3', 'r4', 'r5']) {
      const index = model.calls.length;
      client.ask(`c-${request}`, request, 'Hi');
      (await model.call(index)).say('x').finish();
      await client.first('end', request);
    }
    client.ask('c-r1', 'r1', 'Hi');
    await until('it was answered again', () => client.of('end', 'r1').length === 2);
    client.ask('c-r6', 'r6', 'Hi');
    const { code, retryAfterMs } = await client.first('error', 'r6');
    expect(code).toBe('too-many-requests');
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    // Deleting the questions does not help.
    await app.dataSource.query(`DELETE FROM conversations`);
    client.ask('c-r7', 'r7', 'Hi');
    expect((await client.first('error', 'r7')).code).toBe('too-many-requests');
  });

  it('is so many answers at once; more wait in their conversation, or are refused', async () => {
    const index = model.calls.length;
    const client = await RawClient.open(app, await app.signIn());
    client.ask('a', 'r1', 'Hi');
    client.ask('b', 'r2', 'Hi');
    client.ask('c', 'r3', 'Hi');
    expect(await client.first('error', 'r3')).toMatchObject({
      code: 'too-many-running',
      retryable: true,
      retryAfterMs: 5000,
    });
    client.ask('a', 'r4', 'Hi');
    await client.first('status', 'r4');
    (await model.call(index)).say('x').finish();
    await client.first('end', 'r1');
    (await model.call(index + 1)).say('x').finish();
    await client.first('end', 'r2');
    client.ask('c', 'r5', 'Hi');
    await client.first('accepted', 'r5');
  });
});
