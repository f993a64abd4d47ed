import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CLOSE } from '@app/chat-protocol';
import pg from 'pg';
import { describeOnServer } from './describe-on-server.js';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { cookieOf, createStore, PASSWORD, startApp, type TestApp, type TestStore } from './start-app.js';
import { until } from './until.js';

const LEASE_TTL_MS = 2000;

describeOnServer('two processes on one database', () => {
  const model = new HandModel();
  let store: TestStore;
  let first: TestApp;
  let listener: pg.Client;
  const hints: string[] = [];

  const start = () => startApp({ store, models: model, env: { CHAT_LEASE_TTL_MS: String(LEASE_TTL_MS) } });

  beforeAll(async () => {
    store = await createStore();
    first = await start();
    listener = new pg.Client(store.env.DATABASE_URL);
    await listener.connect();
    listener.on('notification', ({ payload }) => hints.push(payload ?? ''));
    await listener.query('LISTEN throughline');
  });
  afterAll(async () => {
    await listener.end();
    await first.stop();
    await store.drop();
  });

  /** Asks on one process and returns what was notified until the answer's end. */
  async function converse(app: TestApp, cookie: string, conversationId: string): Promise<string[]> {
    const client = await RawClient.open(app, cookie);
    const before = hints.length;
    client.ask(conversationId, conversationId, 'Hello');
    (await model.call(model.calls.length)).say('One ', 'two').finish();
    await client.first('end');
    await client.close();
    // A notification comes before the answer to a later query.
    await listener.query('SELECT 1');
    return hints.slice(before);
  }

  it('keep hints to themselves while they are alone, and share them once they are not', async () => {
    const cookie = await first.signIn();
    expect(await converse(first, cookie, 'alone')).toEqual([]);

    await using second = await start();
    const tab = await RawClient.open(second, cookie);
    await until('the first one heard of the second', () => hints.some((hint) => hint.includes('"wasAlone":true')));
    expect(await converse(first, cookie, 'together')).not.toEqual([]);
    await until('the tab heard of the answer', () =>
      tab.of('event').some(({ event }) => event.kind === 'turn-settled' && event.conversationId === 'together'),
    );

    await second.stop();
    let rounds = 0;
    await until('the first one is alone again', async () => {
      return (await converse(first, cookie, `later-${rounds++}`)).length === 0;
    });
  });

  it('read each other’s answers as they grow, and stop them', async () => {
    const cookie = await first.signIn();
    await using second = await start();
    const author = await RawClient.open(first, cookie);
    const tab = await RawClient.open(second, cookie);
    author.ask('shared', 'r1', 'Hello');
    const call = await model.call(model.calls.length);
    call.say('One ');
    const { turnId } = await author.first('accepted');
    tab.send({ type: 'resume', requestId: 'follow', id: 'shared', headers: {}, body: {} });
    await until('the tab shows it', () => tab.text('follow') === 'One ');
    call.say('two ');
    await until('the tab shows more', () => tab.text('follow') === 'One two ');
    tab.send({ type: 'stop', requestId: 's', turnId });
    await Promise.all([author.first('end', 'r1'), tab.first('end', 'follow')]);
    expect(call.isAborted).toBe(true);
  });

  it.each(['hello', '{}', 'null', '{"sender":"x","hint":{"kind":"log"}}', '{"sender":"x","hint":{"kind":"news"}}'])(
    'leave %s alone, which somebody else sent over their channel',
    async (payload) => {
      await listener.query('SELECT pg_notify($1, $2)', ['throughline', payload]);
      // It goes on: a fault in there would end the process.
      const answered = converse(first, await first.signIn(), `after-${payload.length}`);
      await expect(answered).resolves.toBeInstanceOf(Array);
    },
  );

  it('are not held up by a transaction that one of them has left open, with all its locks', async () => {
    const cookie = await first.signIn();
    await converse(first, cookie, 'locked');
    await using second = await start();
    const stuck = first.dataSource.createQueryRunner();
    await stuck.startTransaction();
    await stuck.query(`SELECT * FROM conversations WHERE id = 'locked' FOR UPDATE`);
    const client = await RawClient.open(second, cookie);
    client.ask('locked', 'again', 'Hello again');
    (await model.call(model.calls.length)).say('Here').finish();
    await client.first('end', 'again');
    await expect(stuck.query('SELECT 1')).rejects.toThrow('released'); // with its connection
  });

  it('leave at once while an answer that they follow goes on elsewhere', async () => {
    const cookie = await first.signIn();
    await using second = await start();
    const author = await RawClient.open(first, cookie);
    author.ask('long', 'r1', 'Hello');
    const call = await model.call(model.calls.length);
    const tab = await RawClient.open(second, cookie);
    tab.send({ type: 'resume', requestId: 'follow', id: 'long', headers: {}, body: {} });
    const hint = JSON.stringify({ sender: 'another', hint: { kind: 'log', turnIds: [] } });
    /** As many processes with many answers do all the time. */
    const bringNews = async () => {
      call.say('more ');
      await listener.query('SELECT pg_notify($1, $2)', ['throughline', hint]);
    };
    await until('the tab shows some of it', async () => {
      await bringNews();
      return tab.text('follow').length > 50;
    });
    let hasLeft = false;
    void second.stop().then(() => (hasLeft = true));
    await until('the second one has left', async () => {
      await bringNews();
      return hasLeft;
    });
    expect(await tab.closed()).toBe(CLOSE.restart);
    call.finish();
    await author.first('end', 'r1');
  });

  it('close each other’s sockets with the session, and go on to the chunk where its user signs in again', async () => {
    const email = 'two@example.com';
    const cookie = await first.signUp({ email });
    await using second = await start();
    const author = await RawClient.open(second, cookie);
    author.ask('kept', 'r1', 'Hello');
    const call = await model.call(model.calls.length);
    call.say('One ');
    await until('it is there', () => author.text('r1') === 'One ');
    const { offset, sequence } = author.of('chunk', 'r1').at(-1)!;

    await first.call('POST', '/auth/sign-out', cookie);
    expect(await author.closed()).toBe(CLOSE.sessionEnded);
    await expect(RawClient.open(second, cookie)).rejects.toThrow('401');
    call.say('two ');

    const again = cookieOf(await first.call('POST', '/auth/sign-in/email', '', { email, password: PASSWORD }));
    const back = await RawClient.open(second, again);
    back.send({ type: 'resume', requestId: 'r1', id: 'kept', offset, lastSequence: sequence });
    await until('it goes on', () => back.text('r1') === 'two ');
    call.say('three').finish();
    await back.first('end', 'r1');
    const sequences = [...author.of('chunk', 'r1'), ...back.of('chunk', 'r1')].map((chunk) => chunk.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index));
    expect(author.text('r1') + back.text('r1')).toBe('One two three');
  });
});
