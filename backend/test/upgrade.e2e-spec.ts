import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CHAT_PATH } from '@app/chat-protocol';
import { WebSocket } from 'ws';
import { Doorkeeper } from '../src/auth/doorkeeper.js';
import type { Identity } from '../src/auth/identity.js';
import { ODD_PATHS } from './fuzz/raw-requests.js';
import { RawClient } from './raw-client.js';
import { cookieOf, startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

describe('the upgrade to a socket', () => {
  let app: TestApp;
  let cookie: string;

  beforeAll(async () => {
    app = await startApp({ env: { CHAT_MAX_SOCKETS_PER_USER: '2' } });
    cookie = await app.signIn();
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** The first line of the answer to a handshake written by hand. */
  function handshake(target: string, headers: Record<string, string>): Promise<string> {
    const { port } = new URL(app.origin);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('error', reject);
      socket.on('data', () => {
        if (!answer.includes('\r\n')) return;
        resolve(answer.split('\r\n', 1)[0]);
        socket.destroy();
      });
      socket.on('end', () => resolve(answer.split('\r\n', 1)[0]));
      const lines = Object.entries({
        Host: `127.0.0.1:${port}`,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      }).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET ${target} HTTP/1.1\r\n${lines.join('')}\r\n`);
    });
  }

  it('is granted to a session on our own origin, without compression', async () => {
    const socket = new WebSocket(app.socketUrl, { origin: app.origin, headers: { cookie } });
    await new Promise((resolve) => socket.once('open', resolve));
    expect(socket.extensions).toBe('');
    socket.terminate();
  });

  it.each(['', 'throughline_session=', 'throughline_session=someone.x', 'other=1'])(
    'is refused with 401 for the cookie "%s"',
    async (wrong) => {
      expect(await handshake(CHAT_PATH, { Origin: app.origin, Cookie: wrong })).toBe('HTTP/1.1 401 Unauthorized');
    },
  );

  /** None of them is `http://127.0.0.1:<port>`; `:port` is the right one. */
  it.each([
    'http://evil.example',
    'http://evil.example:port',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://127.0.0.1:port/',
    'http://127.0.0.1:port/path',
    'http://127.0.0.1:port?x',
    'http://127.0.0.1:port#x',
    'http://127.0.0.1:port.evil.example',
    'http://127.0.0.1.evil.example:port',
    'http://evil.127.0.0.1:port',
    'http://127.0.0.1@evil.example:port',
    'http://evil.example@127.0.0.1:port',
    'http://user:pass@127.0.0.1:port',
    'http://127.0.0.1:port@evil.example',
    'http://127.0.0.1:0port',
    'http://127.1:port',
    'http://2130706433:port',
    'http://0x7f000001:port',
    'http://0:port',
    'http://localhost.:port',
    'http://localhost.evil.example:port',
    'http://LOCALHOST:port',
    'HTTP://127.0.0.1:port',
    'https://127.0.0.1:port',
    'ws://127.0.0.1:port',
    'wss://localhost:port',
    'file://',
    'data:text/html,x',
    'chrome-extension://abcdef',
    '127.0.0.1:port',
    '//127.0.0.1:port',
    '*',
    'http://127.0.0.1:port, http://evil.example',
    'http://evil.example http://127.0.0.1:port',
  ])('is refused with 403 for the origin %s', async (origin) => {
    const headers = { Origin: origin.replaceAll('port', new URL(app.origin).port), Cookie: cookie };
    expect(await handshake(CHAT_PATH, headers)).toBe('HTTP/1.1 403 Forbidden');
  });

  it('is refused with 403 without an origin', async () => {
    expect(await handshake(CHAT_PATH, { Cookie: cookie })).toBe('HTTP/1.1 403 Forbidden');
  });

  it.each([...ODD_PATHS])('is refused with 404 at %s', async (target) => {
    expect(await handshake(target, { Origin: app.origin, Cookie: cookie })).toMatch(/^HTTP\/1\.1 (400|404|431) /);
  });

  it('is refused with 429 above the user’s number of sockets, until one closes', async () => {
    const mine = await app.signIn();
    const first = await RawClient.open(app, mine);
    await RawClient.open(app, mine);
    expect(await handshake(CHAT_PATH, { Origin: app.origin, Cookie: mine })).toBe('HTTP/1.1 429 Too Many Requests');
    await first.close();
    await RawClient.open(app, mine);
  });

  describe('while it is not decided who asks', () => {
    /** A `send` frame as bytes, masked with nothing. */
    const SEND = (() => {
      const text = Buffer.from(
        JSON.stringify({
          type: 'send',
          requestId: 'early',
          id: 'early',
          trigger: 'submit-message',
          messages: [{ id: 'm', role: 'user', parts: [{ type: 'text', text: 'Too early?' }] }],
        }),
      );
      return Buffer.concat([Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0]), text]);
    })();

    /** Handshake and frame in one segment, while the door thinks; returns all that comes back. */
    async function rush(identity: Identity | null): Promise<{ early: string; late: string }> {
      let decide: (identity: Identity | null) => void = () => undefined;
      const asked = jest
        .spyOn(app.app.get(Doorkeeper), 'identify')
        .mockImplementationOnce(() => new Promise((resolve) => (decide = resolve)));
      const { port } = new URL(app.origin);
      const socket = connect(Number(port), '127.0.0.1');
      let answer = '';
      socket.on('data', (data) => (answer += data.toString()));
      const head = [
        `GET ${CHAT_PATH} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
        `Origin: ${app.origin}`,
      ];
      socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), SEND]));
      await until('the door was asked', () => asked.mock.calls.length > 0);
      await app.call('GET', '/auth', ''); // Others are served meanwhile.
      const early = answer;
      decide(identity);
      await until('it answers', () => answer.includes(identity === null ? 'Unauthorized' : '"type":"end"'));
      socket.destroy();
      asked.mockRestore();
      return { early, late: answer };
    }

    const stored = () => app.dataSource.query(`SELECT user_id FROM conversations WHERE id = 'early'`);

    it('no frame is handled, and none ever of whoever is refused', async () => {
      const { early, late } = await rush(null);
      expect(early).toBe('');
      expect(late).toMatch(/^HTTP\/1\.1 401 /);
      expect(await stored()).toEqual([]);
    });

    it('frames wait for their user', async () => {
      const { userId } = await (await app.call('GET', '/session', cookie)).json();
      const [session] = await app.dataSource.query(`SELECT id FROM sessions WHERE user_id = $1`, [userId]);
      const credential = { kind: 'session', id: session.id } as const;
      const { early, late } = await rush({ userId, isGuest: true, role: 'user', credential });
      expect(early).toBe('');
      expect(late).toMatch(/^HTTP\/1\.1 101 /);
      expect(await stored()).toEqual([{ user_id: userId }]);
    });
  });

  it('admits listed origins only, where there is a list', async () => {
    await using listed = await startApp({ env: { PUBLIC_ORIGINS: 'https://chat.example' } });
    const theirs = cookieOf(await fetch(`${listed.origin}/api/v1/session`)); // as the page asks: without an origin
    await RawClient.open({ ...listed, origin: 'https://chat.example' }, theirs);
    await expect(RawClient.open(listed, theirs)).rejects.toThrow('403');
    await expect(RawClient.open({ ...listed, origin: 'https://chat.example.evil' }, theirs)).rejects.toThrow('403');
  });
});
