import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { MessagePage } from '@app/chat-protocol';
import { HandModel, type HandCall } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

/** Frames of a flood; the threat (T8) says 100,000, which `npm run attacks` sends. */
const FLOOD = 3000;
const REPLAY_BYTES = 200_000;

const FRAMES_PER_MINUTE = 360;
const model = new HandModel();
let app: TestApp;
let narrow: TestApp;
let cookie: string;

beforeAll(async () => {
  app = await startApp({
    models: model,
    env: {
      // As an operator gets it.
      CHAT_RESUMES_PER_MINUTE: '30',
      CHAT_FRAMES_PER_MINUTE: String(FRAMES_PER_MINUTE),
      CHAT_REPLAY_BYTES_PER_MINUTE: String(REPLAY_BYTES),
      CHAT_MAX_OUTPUT_TOKENS: '1000000',
    },
  });
  narrow = await startApp({ models: model, env: { CHAT_MAX_ANSWER_MS: '500', REST_REQUESTS_PER_MINUTE: '5' } });
});
beforeEach(async () => {
  cookie = await app.signIn();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await narrow[Symbol.asyncDispose]();
});

/** Asks, and gives the model's call for it. */
async function ask(client: RawClient, requestId: string, text: string): Promise<HandCall> {
  const index = model.calls.length;
  client.ask('c', requestId, text);
  return model.call(index);
}

describe('the frames of a socket', () => {
  function resume(client: RawClient, from: number, count: number): void {
    for (let number = from; number < from + count; number++) {
      client.send({ type: 'resume', requestId: `r${number}`, id: `c${number}` });
    }
  }

  it('may repeat a hundred open requests at once, with their stops and heartbeats', async () => {
    const client = await RawClient.open(app, cookie);
    resume(client, 0, 100);
    for (let number = 0; number < 100; number++) client.send({ type: 'abort', requestId: `r${number}` });
    client.send({ type: 'ping', requestId: 'heartbeat' });
    await client.first('pong', 'heartbeat');
    expect(client.of('error')).toEqual([]);
    expect(client.of('no-active')).toHaveLength(100);
    await client.close();
  });

  it('are refused one by one above the rate, with the time to wait, and then heard again', async () => {
    const client = await RawClient.open(app, cookie);
    resume(client, 0, 101);
    const { code, retryable, retryAfterMs } = await client.first('error', 'r100');
    expect({ code, retryable }).toEqual({ code: 'too-many-requests', retryable: true });
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000 / 30);
    await until('the wait is over', () => {
      client.send({ type: 'ping', requestId: 'p' });
      return client.of('pong').length > 0;
    });
    await client.close();
  });

  it('end the socket when they flood it (T8), and nobody else’s', async () => {
    const [flooder, other] = [await RawClient.open(app, cookie), await RawClient.open(app, await app.signIn())];
    resume(flooder, 0, FLOOD);
    (await ask(other, 'r1', 'Hi')).say('Hello').finish();
    expect(await flooder.closed()).toBe(1008);
    await other.first('end', 'r1');
    expect(flooder.frames.length).toBeLessThan(400);
    expect(other.closeCode).toBeNull();
  });

  it('count by their size as well', async () => {
    const start = performance.now();
    const client = await RawClient.open(app, cookie);
    // Each is worth 61 frames: five use up the burst of 300, the sixth goes over the debt of 60 that closes. With six alone, a
    // machine on which they take a second to arrive stays just below it: six frames a second are given back.
    const filler = 'x'.repeat(60 * 16_384);
    for (let number = 0; number < 12; number++) {
      client.send({ type: 'resume', requestId: `r${number}`, id: 'c', metadata: filler });
    }
    expect(await client.closed()).toBe(1008);
    const allowed = 300 + ((performance.now() - start) / 60_000) * FRAMES_PER_MINUTE;
    expect(client.of('no-active').length).toBeLessThanOrEqual(Math.floor(allowed / 61));
  });
});

describe('what is said again', () => {
  it('is no more in a minute than the limit of bytes (T9)', async () => {
    const client = await RawClient.open(app, cookie);
    (await ask(client, 'r', 'Hi')).say('word '.repeat(4000)).finish();
    await client.first('end', 'r');

    let bytes = 0;
    client.socket.on('message', (data: Buffer) => (bytes += data.length));
    for (let number = 0; number < 20; number++) {
      const requestId = `again${number}`;
      client.send({ type: 'resume', requestId, id: 'c' });
      await until('it ended', () => client.of('end', requestId).length > 0 || client.of('error', requestId).length > 0);
    }
    expect(client.of('end').length).toBeGreaterThan(5);
    const refusals = client.of('error');
    expect(refusals.length).toBeGreaterThan(5);
    for (const { code, retryAfterMs } of refusals) {
      expect(code).toBe('too-many-requests');
      expect(retryAfterMs).toBeGreaterThan(0);
    }
    // Around each chunk there is a frame of some bytes.
    expect(bytes).toBeLessThan(REPLAY_BYTES * 1.05);

    const other = await RawClient.open(app, await app.signIn());
    (await ask(other, 'r', 'Hi')).say('x').finish();
    await other.first('end', 'r');
  });

  it('is not what is said for the first time, however much', async () => {
    const client = await RawClient.open(app, cookie);
    const call = await ask(client, 'r', 'Hi');
    await client.first('start', 'r');
    const answer = 'four'.repeat(REPLAY_BYTES);
    call.say(answer).finish();
    await client.first('end', 'r');
    expect(client.text('r') === answer).toBe(true);
  });

  it('is refused under a name that is taken on the socket, with nothing stored and no model asked', async () => {
    const client = await RawClient.open(app, cookie);
    const call = (await ask(client, 'taken', 'Hi')).say('One ');
    const calls = model.calls.length;
    client.ask('another', 'taken', 'Hello');
    expect(await client.first('error', 'taken')).toMatchObject({ code: 'bad-frame' });
    expect((await app.call('GET', '/conversations/another', cookie)).status).toBe(404);
    expect(model.calls).toHaveLength(calls);
    call.say('two').finish();
    await client.first('end', 'taken');
    expect(client.text('taken')).toBe('One two');
  });

  it('goes to one request of a socket: the newest takes over', async () => {
    const client = await RawClient.open(app, cookie);
    const call = (await ask(client, 'old', 'Hi')).say('One ');
    await until('it is there', () => client.text('old') === 'One ');
    client.send({ type: 'resume', requestId: 'new', id: 'c' });
    expect(await client.first('error', 'old')).toMatchObject({ code: 'superseded', retryable: false });
    call.say('two').finish();
    await client.first('end', 'new');
    expect(client.text('new')).toBe('One two');
    expect(client.text('old')).toBe('One ');
    expect(client.of('end', 'old')).toEqual([]);
  });
});

describe('the ids of a client (T17)', () => {
  it.each([
    ['of 100 KB', 'x'.repeat(100_000)],
    ['with a line break', 'r\r\nX-Evil: 1'],
    ['of nothing', ''],
  ])('%s end its socket', async (_name, requestId) => {
    const client = await RawClient.open(app, cookie);
    client.send({ type: 'resume', requestId, id: 'c' });
    expect(await client.closed()).toBe(1008);
  });

  it('that name a request of another socket, or one that is open, do nothing to it', async () => {
    const [mine, theirs] = [await RawClient.open(app, cookie), await RawClient.open(app, await app.signIn())];
    const call = await ask(mine, 'r', 'Hi');
    theirs.send({ type: 'abort', requestId: 'r' });
    mine.send({ type: 'resume', requestId: 'r', id: 'c' });
    expect(await mine.first('error', 'r')).toMatchObject({ code: 'bad-frame' });
    theirs.send({ type: 'ping', requestId: 'p' });
    await theirs.first('pong', 'p');
    call.say('Whole').finish();
    await mine.first('end', 'r');
    expect(mine.text('r')).toBe('Whole');
  });
});

describe('an answer that used up its tokens', () => {
  it('says so, is paid for, and can be continued', async () => {
    const client = await RawClient.open(app, cookie);
    (await ask(client, 'r', 'Go on')).say('The first half, ').finish('length');
    await client.first('end', 'r');
    const stored = async () =>
      ((await (await app.call('GET', '/conversations/c/messages', cookie)).json()) as MessagePage).messages.at(-1)!;
    const half = await stored();
    expect(half.metadata).toMatchObject({ status: 'failed', error: { code: 'answer-too-long', retryable: true } });
    expect(half.metadata?.usage?.outputTokens).toBeGreaterThan(0);
    const index = model.calls.length;
    client.send({
      type: 'send',
      requestId: 'more',
      id: 'c',
      trigger: 'regenerate-message',
      messageId: half.id,
      messages: [{ id: half.metadata?.parentId, role: 'user', parts: [{ type: 'text', text: 'Go on' }] }],
      body: { continue: true },
    });
    (await model.call(index)).say('and the second.').finish();
    await client.first('end', 'more');
    const whole = await stored();
    expect(whole.metadata).toMatchObject({ status: 'completed' });
    expect(whole.parts.at(-1)).toMatchObject({ text: 'The first half, and the second.' });
  });
});

describe('where the limits are narrow', () => {
  it('an answer that takes too long in all says so, and keeps what came', async () => {
    const client = await RawClient.open(narrow, await narrow.signIn());
    const call = await ask(client, 'r', 'Go on for ever');
    const talking = setInterval(() => call.isAborted || call.say('more '), 20);
    try {
      await client.first('end', 'r');
    } finally {
      clearInterval(talking);
    }
    expect(call.isAborted).toBe(true);
    const metadata = client.of('chunk', 'r').flatMap(({ chunk }) => (chunk.type === 'message-metadata' ? [chunk] : []));
    expect(metadata).toMatchObject([{ messageMetadata: { status: 'failed', error: { code: 'answer-too-long' } } }]);
    expect(client.text('r')).toContain('more ');
  });

  it('REST requests are so many a minute for each user; then 429 says when to come again', async () => {
    const [mine, other] = [await narrow.signIn(), await narrow.signIn()];
    const list = (who: string) => fetch(`${narrow.origin}/api/v1/conversations`, { headers: { cookie: who } });
    for (let number = 0; number < 5; number++) expect((await list(mine)).status).toBe(200);
    const refused = await list(mine);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({ code: 'too-many-requests' });
    expect((await list(other)).status).toBe(200);
    expect((await fetch(`${narrow.origin}/health/live`)).status).toBe(200);
  });
});
