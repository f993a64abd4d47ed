import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TitleWriter } from '../src/conversations/title-writer.js';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { restClient } from './rest-client.js';
import { createStore, startApp, type TestApp } from './start-app.js';
import { talk } from './talk.js';
import { until } from './until.js';

describe('The title of a conversation', () => {
  const model = new HandModel();
  const start = (env: Record<string, string> = {}) => startApp({ models: model, env: { CHAT_TITLES: 'true', ...env } });
  let shared: TestApp;

  beforeAll(async () => {
    shared = await start({ CHAT_MODEL_RETRIES: '0', QUOTA_USER_TOKENS_PER_DAY: '1000000' });
  });
  beforeEach(() => {
    model.title = () => Promise.reject(new Error('not used'));
  });
  afterAll(async () => {
    await shared[Symbol.asyncDispose]();
  });

  /** A new user of an app. */
  async function open(app: TestApp = shared) {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    const rest = restClient(app, cookie);
    const { userId } = await client.first('welcome');
    return {
      client,
      rest,
      /** Of the user, today: counted, and held back for calls under way. */
      async tokens(): Promise<{ used: number; held: number }> {
        const [row]: { used: number; held: number }[] = await app.dataSource.query(
          `SELECT used::int AS used, reserved::int AS held FROM token_usage WHERE user_id = $1 AND period = 'day'`,
          [userId],
        );
        return row;
      },
      title: async () => (await rest.get('/conversations/c')).body.title as string,
      /** Asks, and lets the model answer. */
      async talk(text: string, answer = 'Because.'): Promise<void> {
        const index = model.calls.length;
        const talking = talk(client, 'c', text);
        (await model.call(index)).say(answer).finish();
        await talking;
      },
    };
  }

  /** A title that comes when the test wants it. */
  function held() {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const asked: Parameters<HandModel['title']>[0][] = [];
    model.title = (options) => {
      asked.push(options);
      return promise;
    };
    return { asked, resolve, reject };
  }

  it('is written by the model once its first answer is complete, and told to all tabs', async () => {
    const app = await open();
    const title = held();
    await app.talk('Why do zebras have stripes?');
    expect(await app.title()).toBe('Why do zebras have stripes?');
    await until('the model was asked', () => title.asked.length > 0);
    const said = JSON.stringify(title.asked[0].prompt);
    for (const part of ['Why do zebras have stripes?', 'Because.', 'title']) expect(said).toContain(part);

    const events = app.client.of('event').length;
    title.resolve('"Stripes of zebras 🦓"\n');
    await until('the tabs were told', () => app.client.of('event').length > events);
    expect(app.client.of('event').at(-1)!.event).toEqual({ kind: 'conversation-changed', conversationId: 'c' });
    expect(await app.title()).toBe('Stripes of zebras 🦓');
    await app.talk('And horses?');
    await until('the second answer is settled', () =>
      app.client.of('event').some(({ event }) => event.kind === 'turn-settled'),
    );
    expect(title.asked).toHaveLength(1);
  });

  it('is never delayed for, nor does it delay: another question is answered meanwhile', async () => {
    const app = await open();
    const title = held();
    await app.talk('First');
    await app.talk('Second');
    expect(await app.title()).toBe('First');
    title.resolve('Two questions');
    await until('the title is there', async () => (await app.title()) === 'Two questions');
  });

  it('that the user has set is not written over, however late the model comes', async () => {
    const app = await open();
    const title = held();
    await app.talk('Hello');
    await until('the model was asked', () => title.asked.length > 0);
    await app.rest.patch('/conversations/c', { title: 'Mine' }).expect(200);
    title.resolve('The model’s');
    await app.talk('More');
    expect(await app.title()).toBe('Mine');
  });

  it('stays the user’s when it was set before the answer', async () => {
    const app = await open();
    const title = held();
    const index = model.calls.length;
    const talking = talk(app.client, 'c', 'Hello');
    const call = await model.call(index);
    await app.rest.patch('/conversations/c', { title: 'Mine' }).expect(200);
    call.say('Hi').finish();
    await talking;
    await app.talk('More');
    expect([await app.title(), title.asked.length]).toEqual(['Mine', 0]);
  });

  it('stays the first words when the model fails, writes nothing, or is too slow', async () => {
    await using hasty = await start({ CHAT_TITLE_TIMEOUT_MS: '20' });
    const app = await open(hasty);
    let asked = 0;
    const replies = [
      () => Promise.reject(new Error('overloaded')),
      () => Promise.resolve(' "" '),
      ({ abortSignal }: { abortSignal?: AbortSignal }) =>
        new Promise<string>((_resolve, reject) => {
          abortSignal!.addEventListener('abort', () => reject(abortSignal!.reason as Error));
        }),
    ];
    for (const [index, reply] of replies.entries()) {
      const done = Promise.withResolvers<void>();
      model.title = async (options) => {
        asked += 1;
        try {
          return await reply(options);
        } finally {
          done.resolve();
        }
      };
      const calls = model.calls.length;
      const talking = talk(app.client, `c${index}`, 'First words');
      (await model.call(calls)).say('Hi').finish();
      await talking;
      await done.promise;
      await setImmediate();
      expect((await app.rest.get(`/conversations/c${index}`)).body.title).toBe('First words');
    }
    expect(asked).toBe(3);
  });

  it('waits for an answer that is complete', async () => {
    const app = await open();
    const title = held();
    const index = model.calls.length;
    const talking = talk(app.client, 'c', 'Hello');
    (await model.call(index)).fail(new TypeError('terminated'));
    await talking;
    title.resolve('Greeting');
    await app.talk('Again');
    await until('the title is there', async () => (await app.title()) === 'Greeting');
    expect(title.asked).toHaveLength(1);
  });

  it('is the first words where the operator wants it so', async () => {
    await using plain = await start({ CHAT_TITLES: 'false' });
    const app = await open(plain);
    const title = held();
    await app.talk('Hello');
    await app.talk('More');
    expect([await app.title(), title.asked.length]).toEqual(['Hello', 0]);
  });

  it('counts towards the user’s quota of tokens, what the service says and no more', async () => {
    const app = await open();
    const title = held();
    await app.talk('Hello');
    await until('the model was asked', () => title.asked.length > 0);
    const answer = await app.tokens();
    expect(answer.held).toBeGreaterThan(500);
    title.resolve('A title');
    await until('the title is counted', async () => (await app.tokens()).held === 0);
    expect((await app.tokens()).used).toBe(2 * answer.used);
  });

  it('is not asked for with a quota that is used up', async () => {
    await using poor = await start({ QUOTA_USER_TOKENS_PER_DAY: '1' });
    const app = await open(poor);
    const title = held();
    await app.talk('Hello');
    // Waits for what goes on in the background, by stopping the server's part of it.
    await poor.app.get(TitleWriter).close();
    expect([await app.title(), title.asked.length]).toEqual(['Hello', 0]);
  });

  it('is still written for a first answer that ends while the server stops', async () => {
    const store = await createStore();
    const stopping = await startApp({
      store,
      models: model,
      env: { CHAT_TITLES: 'true', CHAT_DRAIN_GRACE_MS: '20000' },
    });
    const app = await open(stopping);
    model.title = () => Promise.resolve('A late title');
    const index = model.calls.length;
    app.client.ask('c', 'r', 'Hello');
    const call = await model.call(index);
    const stopped = stopping.stop();
    await app.client.first('draining');
    call.say('Because.').finish();
    await stopped;
    const again = await startApp({ store, models: model });
    const [{ title }]: { title: string }[] = await again.dataSource.query('SELECT title FROM conversations');
    await again.stop();
    await store.drop();
    expect(title).toBe('A late title');
  });

  it('being written does not keep the server from stopping', async () => {
    await using stopping = await start();
    const app = await open(stopping);
    const aborted = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    model.title = ({ abortSignal }) =>
      new Promise((_resolve, reject) => {
        asked.resolve();
        abortSignal!.addEventListener('abort', () => {
          aborted.resolve();
          reject(abortSignal!.reason as Error);
        });
      });
    await app.talk('Hello');
    await asked.promise;
    await Promise.all([aborted.promise, stopping.stop()]);
    expect(app.client.closeCode).not.toBeNull();
  });
});
