import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHAT_PATH } from '@app/chat-protocol';
import { upgradeRequest } from './fuzz/illegal-frames.js';
import { RawClient } from './raw-client.js';
import { ServerProcess } from './server-process.js';
import { cookieOf, createStore, startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

/** Slow connections at once; the threat (T14) says 500 slow ones and 5,000 half upgrades, which `npm run attacks` opens. */
const SLOW = 50;

/** Head and body of an HTTP answer are there; after a 101 there is no body. */
function isWhole(heard: string): boolean {
  const [head, body] = heard.split('\r\n\r\n', 2);
  return body !== undefined && body.length >= Number(/Content-Length: (\d+)/i.exec(head)?.[1] ?? 0);
}

/** The reason in the body of a refusal. */
function codeOf(answer: string): unknown {
  return (JSON.parse(answer.split('\r\n\r\n', 2)[1]) as { code: unknown }).code;
}

/** What comes back for some bytes until the server hangs up, or answers. */
function answerTo(app: Pick<TestApp, 'origin'>, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const tcp = connect(Number(new URL(app.origin).port), '127.0.0.1', () => tcp.write(bytes));
    let heard = '';
    tcp.on('data', (data) => {
      heard += data.toString('latin1');
      if (isWhole(heard)) tcp.destroy();
    });
    tcp.on('error', () => undefined); // Being hung up on is an answer.
    tcp.on('close', () => resolve(heard));
  });
}

function handshake(app: TestApp, cookie: string, more: Record<string, string> = {}): Promise<string> {
  return answerTo(app, upgradeRequest(new URL(app.origin).port, cookie, CHAT_PATH, more));
}

describe('handshakes (T14)', () => {
  /** Of few handshakes and little patience, behind a proxy that tells addresses. */
  let strict: TestApp;
  /** With room for one socket. */
  let small: TestApp;

  beforeAll(async () => {
    strict = await startApp({
      env: {
        TRUST_PROXY: 'true',
        CHAT_HANDSHAKES_PER_MINUTE: '3',
        HTTP_HEADERS_TIMEOUT_MS: '1000',
        HTTP_REQUEST_TIMEOUT_MS: '1000',
      },
    });
    small = await startApp({ env: { CHAT_MAX_SOCKETS: '1' } });
  });
  afterAll(async () => {
    await strict[Symbol.asyncDispose]();
    await small[Symbol.asyncDispose]();
  });

  it('of one address are so many a minute; then 429 says when to come again', async () => {
    const cookie = await strict.signIn();
    const from = (address: string) => handshake(strict, cookie, { 'X-Forwarded-For': address });
    for (let number = 0; number < 3; number++) expect(await from('192.0.2.1')).toMatch(/^HTTP\/1\.1 101 /);
    const refused = await from('192.0.2.1');
    expect(refused).toMatch(/^HTTP\/1\.1 429 /);
    expect(Number(/Retry-After: (\d+)/.exec(refused)![1])).toBeGreaterThan(0);
    expect(codeOf(refused)).toBe('too-many-handshakes');
    expect(await from('192.0.2.2')).toMatch(/^HTTP\/1\.1 101 /);
  });

  it('of those without a session count as well, before anybody looks for it', async () => {
    const knock = () => handshake(strict, '', { 'X-Forwarded-For': '192.0.2.3' });
    for (let number = 0; number < 3; number++) expect(await knock()).toMatch(/^HTTP\/1\.1 401 /);
    expect(await knock()).toMatch(/^HTTP\/1\.1 429 /);
  });

  it('find no room beyond the sockets of an address, until one closes', async () => {
    await using app = await startApp({ env: { CHAT_MAX_SOCKETS_PER_ADDRESS: '2' } });
    const cookie = await app.signIn();
    const first = await RawClient.open(app, cookie);
    await RawClient.open(app, await app.signIn());
    const refused = await handshake(app, cookie);
    expect(refused).toMatch(/^HTTP\/1\.1 429 [\s\S]*Retry-After: 10/);
    expect(codeOf(refused)).toBe('too-many-address-sockets');
    await first.close();
    await until('there is room', async () => (await handshake(app, cookie)).startsWith('HTTP/1.1 101 '));
  });

  it('find no room in a full process: 503', async () => {
    const cookie = await small.signIn();
    await RawClient.open(small, cookie);
    const refused = await handshake(small, cookie);
    expect(refused).toMatch(/^HTTP\/1\.1 503 [\s\S]*Retry-After: 10/);
    expect(codeOf(refused)).toBe('server-full');
  });

  it('and requests that do not come to their end are hung up on, while others are served', async () => {
    const cookie = await strict.signIn();
    const half = upgradeRequest('1', cookie, CHAT_PATH).slice(0, -2);
    const slow = ['', 'GET / HTTP/1.1\r\nHost: x\r\nX-A', half].flatMap((bytes) =>
      Array.from({ length: SLOW }, () => answerTo(strict, bytes)),
    );
    const client = await RawClient.open(strict, cookie);
    client.ask('c', 'r', 'Hi');
    await client.first('end', 'r');
    for (const heard of await Promise.all(slow)) expect(heard).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });

  it('that are refused say why, in the words of REST, and the log does too, once however many they are', async () => {
    const store = await createStore();
    const server = ServerProcess.start({ ...store.env, CHAT_MAX_SOCKETS_PER_USER: '1' });
    try {
      const origin = await server.origin;
      const cookie = cookieOf(await fetch(`${origin}/api/v1/session`));
      const knock = (shown: string, more: Record<string, string> = {}, path = CHAT_PATH) =>
        answerTo({ origin }, upgradeRequest(new URL(origin).port, shown, path, more));
      const foreign = { Origin: 'http://evil.example' };
      const socket = await RawClient.open(await server.socket(), cookie);
      const answers = [
        await knock(''),
        await knock(cookie, foreign),
        await knock(cookie, {}, '/elsewhere'),
        await knock(cookie),
      ];
      expect(answers.map(codeOf)).toEqual(['no-session', 'foreign-origin', 'unknown-path', 'too-many-user-sockets']);
      expect(answers[1]).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n[\s\S]*Content-Type: application\/json/);
      for (let number = 0; number < 50; number++) await knock(cookie, foreign);
      await socket.close();
      const lines = server.output.filter((line) => line.includes('A handshake was refused'));
      expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
        'A handshake was refused: no-session',
        'A handshake was refused: foreign-origin (Origin: http://evil.example)',
        'A handshake was refused: unknown-path',
        'A handshake was refused: too-many-user-sockets',
      ]);
    } finally {
      await server.end('SIGKILL');
      await store.drop();
    }
  });

  it('with too many or too long headers are refused', async () => {
    const cookie = await small.signIn();
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, number) => [`X-${number}`, '1']));
    const long = { 'X-Long': 'x'.repeat(20_000) };
    expect(await handshake(small, cookie, many)).toMatch(/^HTTP\/1\.1 431 /);
    expect(await handshake(small, cookie, long)).toMatch(/^HTTP\/1\.1 431 /);
    const short = `GET ${CHAT_PATH} HTTP/1.1\r\n${'A: 1\r\n'.repeat(150)}Cookie: ${cookie}\r\n\r\n`;
    expect(await answerTo(small, short)).toMatch(/^HTTP\/1\.1 4/);
  });
});
