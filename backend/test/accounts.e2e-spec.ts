import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  CLOSE,
  type AdminUserPage,
  type ApiKeySecret,
  type ErrorView,
  type SessionList,
  type SessionView,
} from '@app/chat-protocol';
import { Expiry } from '../src/accounts/expiry.js';
import { UsersRepository } from '../src/auth/users.repository.js';
import { everyRow } from './every-row.js';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { cookieOf, createStore, PASSWORD, startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

const NOTHING = { kind: 'nothing' };

describe('accounts', () => {
  const model = new HandModel();
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ models: model });
    await app.signUp({ email: 'first@example.com' }); // The administrator; the others are tested.
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const session = async (cookie: string) => (await app.call('GET', '/session', cookie)).json() as Promise<SessionView>;
  const status = async (method: string, path: string, cookie: string, body?: object) =>
    (await app.call(method, path, cookie, body)).status;
  const errorCode = async (response: Response) =>
    response.ok ? NOTHING.kind : ((await response.json()) as ErrorView).code;
  const signIn = (email: string, password = PASSWORD, cookie = '') =>
    app.call('POST', '/auth/sign-in/email', cookie, { email, password });

  /** Asks and answers a question. */
  async function converse(cookie: string, conversationId: string, text = 'Hello'): Promise<void> {
    const client = await RawClient.open(app, cookie);
    const calls = model.calls.length;
    client.ask(conversationId, `r-${conversationId}`, text);
    (await model.call(calls)).say(`Re: ${text}`).finish();
    await client.first('end', `r-${conversationId}`);
    await client.close();
  }

  describe('signing up', () => {
    it('makes a user of a guest, who keeps the conversations', async () => {
      const guest = await app.signIn();
      const before = await session(guest);
      expect(before.user).toMatchObject({ isGuest: true, email: null, hasPassword: false });
      await converse(guest, 'kept');
      const cookie = await app.signUp({ name: ' Ada ', email: 'Ada@Example.com' }, guest);
      const { user } = await session(cookie);
      expect(user).toMatchObject({ name: 'Ada', isGuest: false, email: 'ada@example.com', role: 'user' });
      const history = await (await app.call('GET', '/conversations/kept/messages', cookie)).json();
      expect(JSON.stringify(history)).toContain('Re: Hello');
      expect(await rowsOf(before.userId)).toEqual({});
    });

    it.each<[string, object, string]>([
      ['an e-mail that is taken', { email: 'FIRST@example.com' }, 'email-taken'],
      ['no e-mail', { email: 'nobody' }, 'email-invalid'],
      ['a short password', { password: '123456789' }, 'password-too-short'],
      ['a long password', { password: 'x'.repeat(129) }, 'password-too-long'],
      ['no name', { name: ' ' }, 'bad-request'],
      ['a role', { role: 'admin' }, 'bad-request'],
    ])('is refused with %s', async (_name, wrong, code) => {
      const body = { name: 'Eve', email: 'eve@example.com', password: PASSWORD, ...wrong };
      expect(await errorCode(await app.call('POST', '/auth/sign-up/email', '', body))).toBe(code);
    });

    it('is for the first account alone where it is closed, however many come first at once', async () => {
      await using closed = await startApp({ env: { AUTH_SIGN_UP: 'closed' } });
      const guests = await Promise.all(Array.from({ length: 6 }, () => closed.signIn()));
      const users = closed.app.get(UsersRepository);
      const hasAccounts = users.hasAccounts.bind(users);
      let asked = 0;
      jest.spyOn(users, 'hasAccounts').mockImplementation(async () => {
        const answer = await hasAccounts();
        asked += 1;
        await until('all have seen that there is no account yet', () => asked >= guests.length);
        return answer;
      });
      const tries = await Promise.allSettled(guests.map((guest) => closed.signUp({}, guest)));
      const cookies = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      const refusals = tries.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
      expect(cookies).toHaveLength(1);
      for (const refusal of refusals) expect(refusal).toContain('sign-up-closed');
      const view = (await (await closed.call('GET', '/session', cookies[0])).json()) as SessionView;
      expect(view).toMatchObject({ user: { role: 'admin' }, auth: { isSignUpOpen: false } });
      const [{ guestCount }] = await closed.dataSource.query(
        `SELECT count(*)::int AS "guestCount" FROM users WHERE is_guest`,
      );
      expect(guestCount).toBe(5); // Who is refused stays who they were.
      await expect(closed.signUp()).rejects.toThrow('sign-up-closed');
    });
  });

  describe('signing in', () => {
    it('gives a new session each time, and ends the one the browser had', async () => {
      const guest = await app.signIn();
      const old = await app.signUp({ email: 'fix@example.com' }, guest);
      const fresh = cookieOf(await signIn('fix@example.com', PASSWORD, old));
      expect(new Set([guest, old, fresh]).size).toBe(3);
      for (const dead of [guest, old]) {
        expect(await status('GET', '/conversations', dead)).toBe(401);
        await expect(RawClient.open(app, dead)).rejects.toThrow('401');
      }
      expect(await status('GET', '/conversations', fresh)).toBe(200);
    });

    it('does not take over a session id that somebody planted', async () => {
      const planted = await app.signIn();
      await app.signUp({ email: 'victim@example.com' });
      const victim = cookieOf(await signIn('victim@example.com', PASSWORD, planted));
      expect(victim).not.toBe(planted);
      await expect(RawClient.open(app, planted)).rejects.toThrow('401');
      expect((await session(planted)).user.isGuest).toBe(true); // A new guest, and nobody's account.
    });

    it('works with a cookie of a session that is long gone', async () => {
      const old = await app.signUp({ email: 'gone@example.com' });
      await app.dataSource.query(
        `DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = 'gone@example.com')`,
      );
      const fresh = cookieOf(await signIn('gone@example.com', PASSWORD, old));
      expect(await status('GET', '/conversations', fresh)).toBe(200);
    });

    it('merges the guest’s conversations, renaming what has the same id', async () => {
      const account = await app.signUp({ email: 'merge@example.com' });
      await converse(account, 'same', 'Old');
      const guest = await app.signIn();
      await converse(guest, 'same', 'New');
      await converse(guest, 'other', 'Third');
      const cookie = cookieOf(await signIn('merge@example.com', PASSWORD, guest));
      const { conversations } = await (await app.call('GET', '/conversations', cookie)).json();
      expect(conversations.map(({ title }: { title: string }) => title).toSorted()).toEqual(['New', 'Old', 'Third']);
      const same = await (await app.call('GET', '/conversations/same/messages', cookie)).json();
      expect(JSON.stringify(same)).toContain('Re: Old');
    });

    it('takes a running answer and those that wait along, to the last word', async () => {
      const account = await app.signUp({ email: 'running@example.com' });
      await converse(account, 'run', 'Old');
      const guest = await app.signIn();
      const client = await RawClient.open(app, guest);
      const calls = model.calls.length;
      client.ask('run', 'first', 'One');
      client.ask('run', 'second', 'Two');
      const call = await model.call(calls);
      call.say('Half ');
      await client.first('chunk', 'first');
      await client.first('accepted', 'second');
      const cookie = cookieOf(await signIn('running@example.com', PASSWORD, guest));
      expect(await client.closed()).toBe(CLOSE.sessionEnded);
      const { conversations } = await (await app.call('GET', '/conversations', cookie)).json();
      const moved = conversations.find(({ title }: { title: string }) => title === 'One').id as string;
      const after = await RawClient.open(app, cookie);
      after.send({ type: 'resume', requestId: 'again', id: moved });
      await after.first('chunk', 'again'); // Else it might follow the next turn.
      call.say('and half').finish();
      await after.first('end', 'again');
      expect(after.text('again')).toBe('Half and half');
      (await model.call(calls + 1)).say('Second').finish();
      await until('the queued one is answered too', async () => {
        const page = await (await app.call('GET', `/conversations/${moved}/messages`, cookie)).text();
        return page.includes('Second') && !page.includes('pending');
      });
    });

    it('says the same of a wrong password and of nobody’s e-mail', async () => {
      await app.signUp({ email: 'known@example.com' });
      const wrong = await signIn('known@example.com', 'not the password');
      const unknown = await signIn('unknown@example.com', 'not the password');
      expect([wrong.status, await wrong.text()]).toEqual([unknown.status, await unknown.text()]);
      expect(wrong.status).toBe(403);
    });

    it('is slowed down for an e-mail after ten failures, the right password too, and for nobody else', async () => {
      await app.signUp({ email: 'target@example.com' });
      const failures = await Promise.all(Array.from({ length: 12 }, () => signIn('target@example.com', 'guess guess')));
      expect(failures.filter((response) => response.status === 429)).toHaveLength(2);
      const refused = await signIn('Target@example.com');
      expect(await refused.json()).toMatchObject({ code: 'too-many-attempts', retryAfterMs: expect.any(Number) });
      await app.signUp({ email: 'spared@example.com' });
      expect((await signIn('spared@example.com')).status).toBe(204);
    });
  });

  describe('a way in that is off', () => {
    it('lets nobody in, but guests of before can still get an account and keep what is theirs', async () => {
      const store = await createStore();
      try {
        let guest: string;
        {
          await using open = await startApp({ store });
          guest = await open.signIn();
          const client = await RawClient.open(open, guest);
          client.ask('mine', 'r1', 'Hello');
          await client.first('end', 'r1');
        }
        await using strict = await startApp({ store, env: { AUTH_MODES: 'password' } });
        expect((await strict.call('GET', '/session', '')).status).toBe(401);
        expect(await (await strict.call('GET', '/auth', '')).json()).toEqual({
          modes: ['password'],
          oidcName: null,
          isSignUpOpen: true,
        });
        expect((await strict.call('POST', '/auth/sign-in/oidc', '')).status).toBe(404);
        expect((await strict.call('GET', '/conversations', guest)).status).toBe(401);
        await expect(RawClient.open(strict, guest)).rejects.toThrow('401');
        const cookie = await strict.signUp({}, guest);
        expect((await strict.call('GET', '/conversations/mine/messages', cookie)).status).toBe(200);
      } finally {
        await store.drop();
      }
    });
  });

  describe('cookies', () => {
    it('never show their token in a body', async () => {
      const email = 'token@example.com';
      const answers = [
        await app.call('POST', '/auth/sign-up/email', '', { name: 'T', email, password: PASSWORD }),
        await signIn(email),
        await app.call('GET', '/session', cookieOf(await signIn(email))),
      ];
      const cookies = answers.map((answer) => cookieOf(answer)).filter((cookie) => cookie !== '');
      const bodies = (await Promise.all(answers.map((answer) => answer.text()))).join();
      for (const cookie of cookies) expect(bodies).not.toContain(cookie.split('=')[1].split('.')[0]);
    });
  });

  describe('a strict server', () => {
    let strict: TestApp;

    beforeAll(async () => {
      strict = await startApp({
        env: { AUTH_MAX_ATTEMPTS_PER_MINUTE: '20', AUTH_MAX_GUESTS_PER_MINUTE: '5', SECURE_COOKIES: 'true' },
      });
    });
    afterAll(async () => {
      await strict[Symbol.asyncDispose]();
    });

    it('slows an address down after twenty tries in a minute', async () => {
      const tries = await Promise.all(
        Array.from({ length: 22 }, (_, n) =>
          strict.call('POST', '/auth/sign-in/email', '', { email: `n${n}@example.com`, password: 'guess guess' }),
        ),
      );
      expect(tries.filter((response) => response.status === 429)).toHaveLength(2);
    });

    it('sets cookies for this host and HTTPS alone', async () => {
      const response = await strict.call('GET', '/session', '');
      const [set] = response.headers.getSetCookie();
      expect(set).toMatch(
        /^__Host-throughline_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      const cookie = cookieOf(response);
      expect((await strict.call('GET', '/conversations', cookie)).status).toBe(200);
      expect((await strict.call('GET', '/conversations', cookie.replace('__Host-', ''))).status).toBe(401);
    });

    it('makes so many guests a minute of an address, and serves those it has', async () => {
      const begun = await Promise.all(Array.from({ length: 7 }, () => strict.call('GET', '/session', '')));
      const refused = begun.filter((response) => response.status === 429);
      expect(refused.length).toBeGreaterThanOrEqual(2);
      expect(await refused[0].json()).toMatchObject({ code: 'too-many-attempts', retryAfterMs: expect.any(Number) });
      const guest = cookieOf(begun.find((response) => response.status === 200)!);
      expect((await strict.call('GET', '/session', guest)).status).toBe(200);
      const { count } = (
        await strict.dataSource.query<{ count: number }[]>('SELECT count(*)::int FROM users WHERE is_guest')
      )[0];
      expect(count).toBe(5);
    });
  });

  it('do nothing for a page that is somebody else’s', async () => {
    const cookie = await app.signUp();
    const { userId } = await session(cookie);
    const rename = (page: string) =>
      fetch(`${app.origin}/api/v1/account`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', cookie, 'x-throughline-user': page },
        body: JSON.stringify({ name: 'Grace' }),
      });
    const foreign = await rename('somebody-else');
    expect([foreign.status, await errorCode(foreign)]).toEqual([401, 'no-session']);
    expect((await rename(userId)).status).toBe(200);
  });

  describe('requests that change something', () => {
    it.each<Record<string, string>>([
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ])('are refused from %p', async (headers) => {
      const cookie = await app.signIn();
      for (const [method, path] of [
        ['POST', '/auth/sign-out'],
        ['DELETE', '/account'],
        ['PATCH', '/settings'],
      ]) {
        const response = await fetch(`${app.origin}/api/v1${path}`, { method, headers: { cookie, ...headers } });
        expect([response.status, await errorCode(response)]).toEqual([403, 'foreign-origin']);
      }
      expect(await status('GET', '/conversations', cookie)).toBe(200);
    });
  });

  it('are not displaced by a guest’s session that another site makes a browser ask for', async () => {
    const ask = (site: string) => fetch(`${app.origin}/api/v1/session`, { headers: { 'sec-fetch-site': site } });
    for (const site of ['cross-site', 'same-site']) {
      const response = await ask(site); // Without the strict cookie, as a browser that followed a link.
      expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
    }
    for (const site of ['same-origin', 'none']) expect((await ask(site)).status).toBe(200);
  });

  describe('the end of a session', () => {
    it('closes its sockets with 4401 at sign-out, and not the user’s others', async () => {
      const here = await app.signUp({ email: 'two@example.com' });
      const there = cookieOf(await signIn('two@example.com'));
      const [mine, other] = [await RawClient.open(app, here), await RawClient.open(app, there)];
      const response = await app.call('POST', '/auth/sign-out', here);
      expect([response.status, response.headers.getSetCookie()[0]]).toEqual([
        204,
        expect.stringContaining('throughline_session=; Max-Age=0'),
      ]);
      expect(await mine.closed()).toBe(CLOSE.sessionEnded);
      expect(other.closeCode).toBeNull();
      await expect(RawClient.open(app, here)).rejects.toThrow('401');
      await other.close();
    });

    it('closes its sockets soon when it runs out, though nobody says so', async () => {
      const client = await RawClient.open(app, await app.signUp({ email: 'late@example.com' }));
      const endedAt = performance.now();
      await app.dataSource.query(
        `UPDATE sessions SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE email = 'late@example.com')`,
      );
      expect(await client.closed()).toBe(CLOSE.sessionEnded);
      // Two seconds are promised; a busy machine gets more, and still not the minutes of a forgotten sweep.
      expect(performance.now() - endedAt).toBeLessThan(15_000);
    });

    it('lets no send through, not even before the socket is closed', async () => {
      const client = await RawClient.open(app, await app.signUp({ email: 'sly@example.com' }));
      const calls = model.calls.length;
      await app.dataSource.query(
        `DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE email = 'sly@example.com')`,
      );
      client.ask('sly', 'r1', 'Still there?');
      expect(await client.closed()).toBe(CLOSE.sessionEnded);
      expect(client.frames.filter(({ type }) => type !== 'welcome')).toEqual([]);
      expect(model.calls).toHaveLength(calls);
      expect(await app.dataSource.query(`SELECT 1 FROM conversations WHERE id = 'sly'`)).toEqual([]);
    });

    it('is one click for all of them, or all but this one', async () => {
      const first = await app.signUp({ email: 'many@example.com' });
      const [second, third] = [cookieOf(await signIn('many@example.com')), cookieOf(await signIn('many@example.com'))];
      const list = (await (await app.call('GET', '/account/sessions', first)).json()) as SessionList;
      expect(list.sessions).toHaveLength(3);
      expect(list.sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
      expect(list.sessions[0]).toMatchObject({ ipAddress: '127.0.0.1', userAgent: 'node' });
      const others = [await RawClient.open(app, second), await RawClient.open(app, third)];
      expect(await status('DELETE', '/account/sessions?others=true', first)).toBe(204);
      for (const client of others) expect(await client.closed()).toBe(CLOSE.sessionEnded);
      expect(await status('DELETE', '/account/sessions', first)).toBe(204);
      expect(await status('GET', '/conversations', first)).toBe(401);
    });

    it('can be asked for one by one, one’s own only', async () => {
      const mine = await app.signUp({ email: 'one@example.com' });
      const other = cookieOf(await signIn('one@example.com'));
      const { sessions } = (await (await app.call('GET', '/account/sessions', mine)).json()) as SessionList;
      const id = sessions.find(({ isCurrent }) => !isCurrent)!.id;
      const stranger = await app.signIn();
      const foreign = await app.call('DELETE', `/account/sessions/${id}`, stranger);
      const absent = await app.call('DELETE', '/account/sessions/absent', stranger);
      expect([foreign.status, await foreign.text()]).toEqual([absent.status, await absent.text()]);
      expect(await status('GET', '/conversations', other)).toBe(200);
      expect(await status('DELETE', `/account/sessions/${id}`, mine)).toBe(204);
      expect(await status('GET', '/conversations', other)).toBe(401);
    });

    it('comes for all others with a new password', async () => {
      const here = await app.signUp({ email: 'change@example.com' });
      const there = cookieOf(await signIn('change@example.com'));
      const client = await RawClient.open(app, there);
      const change = (currentPassword: string) =>
        app.call('POST', '/account/password', here, { currentPassword, newPassword: 'another long one' });
      expect(await errorCode(await change('a wrong password'))).toBe('wrong-credentials');
      const changed = await change(PASSWORD);
      expect(changed.status).toBe(204);
      expect(await client.closed()).toBe(CLOSE.sessionEnded);
      expect(await status('GET', '/conversations', here)).toBe(401);
      expect(await status('GET', '/conversations', cookieOf(changed))).toBe(200);
      expect(await errorCode(await signIn('change@example.com'))).toBe('wrong-credentials');
      expect((await signIn('change@example.com', 'another long one')).status).toBe(204);
    });
  });

  describe('API keys', () => {
    const createKey = async (cookie: string) =>
      (await (await app.call('POST', '/account/api-keys', cookie, { name: 'script' })).json()) as ApiKeySecret;
    const withKey = (key: string, path: string, method = 'GET') =>
      fetch(`${app.origin}/api/v1${path}`, { method, headers: { authorization: `Bearer ${key}` } });

    it('let a client without an origin in, and not into the account', async () => {
      const cookie = await app.signUp({ email: 'keys@example.com' });
      const { key, prefix } = await createKey(cookie);
      expect(key).toMatch(/^tl_[A-Za-z0-9_-]{43}$/);
      expect(key.startsWith(prefix)).toBe(true);
      const client = await RawClient.openWithKey(app, key);
      expect((await client.first('welcome')).userId).toBe((await session(cookie)).userId);
      await client.close();
      expect((await withKey(key, '/conversations')).status).toBe(200);
      expect((await withKey(key, '/session')).status).toBe(200);
      for (const path of ['/account/sessions', '/account/api-keys', '/account/export', '/admin/users']) {
        expect(await errorCode(await withKey(key, path))).toBe('browser-session-required');
      }
      expect((await withKey(key, '/account', 'DELETE')).status).toBe(403);
      const [listed] = (await (await app.call('GET', '/account/api-keys', cookie)).json()).apiKeys;
      expect(listed).toMatchObject({ name: 'script', prefix, lastUsedAt: expect.any(String) });
      expect(JSON.stringify(listed)).not.toContain(key);
      const stored = JSON.stringify(await app.dataSource.query('SELECT * FROM api_keys'));
      expect(stored).not.toContain(key.slice(prefix.length));
    });

    it('close their sockets when they are revoked', async () => {
      const cookie = await app.signUp({ email: 'revoke@example.com' });
      const { id, key } = await createKey(cookie);
      const client = await RawClient.openWithKey(app, key);
      const stranger = await app.signUp();
      expect(await status('DELETE', `/account/api-keys/${id}`, stranger)).toBe(404);
      expect(await status('DELETE', `/account/api-keys/${id}`, cookie)).toBe(204);
      expect(await client.closed()).toBe(CLOSE.sessionEnded);
      expect((await withKey(key, '/conversations')).status).toBe(401);
      await expect(RawClient.openWithKey(app, key)).rejects.toThrow('401');
    });

    it('are judged alone: a wrong one is not saved by a cookie', async () => {
      const cookie = await app.signIn();
      const headers = { cookie, authorization: `Bearer tl_${'x'.repeat(43)}` };
      expect((await fetch(`${app.origin}/api/v1/conversations`, { headers })).status).toBe(401);
      expect((await fetch(`${app.origin}/api/v1/session`, { headers })).status).toBe(401);
    });

    it('are for accounts, twenty at most', async () => {
      const guest = await app.signIn();
      expect(await errorCode(await app.call('POST', '/account/api-keys', guest, { name: 'x' }))).toBe(
        'account-required',
      );
      const cookie = await app.signUp();
      const made = await Promise.all(
        Array.from({ length: 22 }, (_, n) => app.call('POST', '/account/api-keys', cookie, { name: `k${n}` })),
      );
      expect(made.filter((response) => response.status === 201)).toHaveLength(20);
    });
  });

  describe('leaving', () => {
    it('takes everything along, answers in the making too', async () => {
      const cookie = await app.signUp({ email: 'leaving@example.com', name: 'Leaving name' });
      const { userId } = await session(cookie);
      await converse(cookie, 'old', 'Leaving question');
      await app.call('PATCH', '/settings', cookie, { instructions: 'Leaving instructions' });
      await app.call('POST', '/account/api-keys', cookie, { name: 'Leaving key' });
      const { messages } = await (await app.call('GET', '/conversations/old/messages', cookie)).json();
      const opinion = { rating: 'down', reasons: [], comment: 'Leaving comment' };
      await app.call('PUT', `/conversations/old/messages/${messages[1].id}/feedback`, cookie, opinion);
      const client = await RawClient.open(app, cookie);
      const calls = model.calls.length;
      client.ask('running', 'r1', 'Leaving at once');
      client.ask('running', 'r2', 'Leaving after that');
      const call = await model.call(calls);
      call.say('Leaving answer');
      await client.first('chunk', 'r1');
      await client.first('accepted', 'r2');
      const traces = async () =>
        (await everyRow(app.dataSource)).filter((row) => /leaving/i.test(row) || row.includes(userId));
      expect((await traces()).length).toBeGreaterThan(12);
      expect(await errorCode(await app.call('DELETE', '/account', cookie))).toBe('wrong-credentials');
      expect(await errorCode(await app.call('DELETE', '/account', cookie, { password: 'wrong' }))).toBe(
        'wrong-credentials',
      );
      expect(await status('DELETE', '/account', cookie, { password: PASSWORD })).toBe(204);
      expect(await client.closed()).toBe(CLOSE.sessionEnded);
      await until('the model is left alone', () => call.isAborted);
      expect(await traces()).toEqual([]);
      expect(await rowsOf(userId)).toEqual({});
      expect(await status('GET', '/conversations', cookie)).toBe(401);
      expect(model.calls).toHaveLength(calls + 1);
      await app.signUp({ email: 'leaving@example.com' });
    });

    it('takes a guest’s too, without a password', async () => {
      const cookie = await app.signIn();
      const { userId } = await session(cookie);
      await converse(cookie, 'gone');
      expect(await status('DELETE', '/account', cookie)).toBe(204);
      expect(await rowsOf(userId)).toEqual({});
    });

    it('gives all of it as a file first: every message of every branch, nobody else’s, and no secret', async () => {
      const cookie = await app.signUp({ email: 'export@example.com', name: 'Zoë "Z"' });
      await converse(cookie, 'one', 'First question');
      await converse(cookie, 'two', 'Second\nquestion');
      await app.call('PATCH', '/settings', cookie, { instructions: 'In verse' });
      const { key, prefix } = (await (
        await app.call('POST', '/account/api-keys', cookie, { name: 'backup' })
      ).json()) as ApiKeySecret;
      const response = await app.call('GET', '/account/export', cookie);
      expect(response.headers.get('content-disposition')).toContain('attachment');
      const text = await response.text();
      const file = JSON.parse(text);
      expect(file.user).toMatchObject({ name: 'Zoë "Z"', email: 'export@example.com' });
      expect(file).toMatchObject({
        settings: { instructions: 'In verse' },
        logins: [{ provider_id: 'credential' }],
        sessions: [{ user_agent: 'node', ip_address: '127.0.0.1' }],
        apiKeys: [{ name: 'backup', prefix }],
        usage: [],
      });
      expect(file.conversations.map(({ messages }: { messages: unknown[] }) => messages.length)).toEqual([2, 2]);
      expect(text).toContain('Re: First question');
      expect(text).not.toContain('Re: Hello');
      expect(text).not.toMatch(/password|token/);
      const [{ token, hash }] = await app.dataSource.query(
        `SELECT s.token, k.hash FROM sessions s JOIN api_keys k USING (user_id) WHERE k.prefix = $1`,
        [prefix],
      );
      for (const secret of [key, token, hash]) expect(text).not.toContain(secret);
    });
  });

  describe('administrators', () => {
    const list = async (cookie: string, query: string) =>
      (await (await app.call('GET', `/admin/users?${query}`, cookie)).json()) as AdminUserPage;
    const change = (cookie: string, id: string, patch: object) =>
      app.call('PATCH', `/admin/users/${id}`, cookie, patch);

    it('find users, page by page, guests only when asked for', async () => {
      const admin = cookieOf(await signIn('first@example.com'));
      for (const n of [1, 2, 3]) await app.signUp({ email: `find-${n}@example.com`, name: `Find%me ${n}` });
      const guest = await session(await app.signIn());
      const first = await list(admin, 'query=find%25ME&limit=2');
      expect(first.users.map(({ email }) => email)).toEqual(['find-3@example.com', 'find-2@example.com']);
      const second = await list(admin, `query=find%25ME&limit=2&cursor=${first.nextCursor}`);
      expect([second.users.map(({ email }) => email), second.nextCursor]).toEqual([['find-1@example.com'], null]);
      expect((await list(admin, 'limit=1')).users[0]).toMatchObject({ email: 'find-3@example.com', bannedAt: null });
      expect((await list(admin, 'limit=1&guests=true')).users[0]).toMatchObject({ id: guest.userId, email: null });
      expect(await status('GET', '/admin/users?cursor=nonsense', admin)).toBe(400);
    });

    it('are needed: nobody else may look or change', async () => {
      const user = await app.signUp();
      for (const cookie of [user, await app.signIn()]) {
        expect(await errorCode(await app.call('GET', '/admin/users', cookie))).toBe('admin-required');
        const { userId } = await session(cookie);
        expect(await errorCode(await change(cookie, userId, { role: 'admin' }))).toBe('admin-required');
      }
      expect(await status('GET', '/admin/users', '')).toBe(401);
    });

    it('ban a user: every session, socket and key is closed until the ban is lifted', async () => {
      const admin = cookieOf(await signIn('first@example.com'));
      const cookie = await app.signUp({ email: 'banned@example.com' });
      const { userId } = await session(cookie);
      const { key } = (await (
        await app.call('POST', '/account/api-keys', cookie, { name: 'x' })
      ).json()) as ApiKeySecret;
      const clients = [await RawClient.open(app, cookie), await RawClient.openWithKey(app, key)];
      expect(await (await change(admin, userId, { isBanned: true })).json()).toMatchObject({
        id: userId,
        bannedAt: expect.any(String),
      });
      for (const client of clients) expect(await client.closed()).toBe(CLOSE.sessionEnded);
      expect(await status('GET', '/conversations', cookie)).toBe(401);
      expect(await errorCode(await signIn('banned@example.com'))).toBe('banned');
      await expect(RawClient.openWithKey(app, key)).rejects.toThrow('401');
      expect(await (await change(admin, userId, { isBanned: false })).json()).toMatchObject({ bannedAt: null });
      expect((await signIn('banned@example.com')).status).toBe(204);
      await (await RawClient.openWithKey(app, key)).close();
    });

    it('answer the same for users that are not there', async () => {
      const admin = cookieOf(await signIn('first@example.com'));
      expect(await status('PATCH', '/admin/users/absent', admin, { isBanned: true })).toBe(404);
      expect(await status('PATCH', '/admin/users/absent', admin, { isBanned: 'yes' })).toBe(400);
    });
  });

  describe('of a server of their own', () => {
    let own: TestApp;
    /** Who came first, all at once. */
    let cookies: string[];
    let views: SessionView[];

    const viewOf = async (cookie: string) => (await (await own.call('GET', '/session', cookie)).json()) as SessionView;

    beforeAll(async () => {
      own = await startApp({ models: model, env: { QUOTA_USER_TOKENS_PER_DAY: '1000000' } });
      cookies = await Promise.all(Array.from({ length: 6 }, () => own.signUp()));
      views = await Promise.all(cookies.map(viewOf));
    });
    afterAll(async () => {
      await own[Symbol.asyncDispose]();
    });

    it('have one administrator, however many come first at once', () => {
      expect(views.filter(({ user }) => user.role === 'admin')).toHaveLength(1);
    });

    it('never run out of administrators: the last one stays, whatever happens at once', async () => {
      const first = views.findIndex(({ user }) => user.role === 'admin');
      const second = first === 0 ? 1 : 0;
      const patch = (by: number, of: number, body: object) =>
        own.call('PATCH', `/admin/users/${views[of].userId}`, cookies[by], body);
      for (const refused of [
        await patch(first, first, { role: 'user' }),
        await patch(first, first, { isBanned: true }),
        await own.call('DELETE', '/account', cookies[first], { password: PASSWORD }),
      ]) {
        expect(await errorCode(refused)).toBe('last-admin');
      }
      expect((await patch(first, second, { role: 'admin' })).status).toBe(200);
      await Promise.all([patch(first, first, { role: 'user' }), patch(second, second, { role: 'user' })]);
      const admins: { id: string }[] = await own.dataSource.query(`SELECT id FROM users WHERE role = 'admin'`);
      expect(admins).toHaveLength(1);
    });

    it('are counted for as one, from guest to end: what is held back follows, and stays in the total', async () => {
      const usageOf = async (userId: string) =>
        own.dataSource.query(
          `SELECT (used > 0) AS used, (reserved > 0) AS reserved FROM token_usage WHERE user_id = $1 AND period = 'day'`,
          [userId],
        );
      const ask = async (cookie: string, id: string) => {
        const client = await RawClient.open(own, cookie);
        const calls = model.calls.length;
        client.ask(id, id, 'Hello');
        const call = await model.call(calls);
        call.say('Some');
        await client.first('chunk', id);
        return call;
      };
      const guest = await own.signIn();
      const guestId = (await viewOf(guest)).userId;
      const first = await ask(guest, 'first');
      const cookie = await own.signUp({}, guest);
      const userId = (await viewOf(cookie)).userId;
      expect([await usageOf(guestId), await usageOf(userId)]).toEqual([[], [{ used: false, reserved: true }]]);
      first.finish();
      await until('it is settled', async () => !(await usageOf(userId))[0].reserved);
      await ask(cookie, 'second');
      expect((await own.call('DELETE', '/account', cookie, { password: PASSWORD })).status).toBe(204);
      expect([await rowsOf(guestId, own), await rowsOf(userId, own)]).toEqual([{}, {}]);
      expect(await usageOf('')).toEqual([{ used: true, reserved: false }]);
    });
  });

  it('what has run out is dropped, with guests whom nobody can be any more', async () => {
    const old = await session(await app.signIn());
    const young = await session(await app.signIn());
    await app.dataSource.query(`UPDATE sessions SET expires_at = now() WHERE user_id = ANY($1)`, [
      [old.userId, young.userId],
    ]);
    await app.dataSource.query(`UPDATE users SET created_at = now() - interval '91 days' WHERE id = $1`, [old.userId]);
    await app.app.get(Expiry).run();
    expect(await rowsOf(old.userId)).toEqual({});
    expect(await rowsOf(young.userId)).toEqual({ users: 1 });
  });

  /** Tables that hold something of a user, with how much. */
  async function rowsOf(
    userId: string,
    { dataSource }: Pick<TestApp, 'dataSource'> = app,
  ): Promise<Record<string, number>> {
    const tables: { name: string; key: string }[] = await dataSource.query(
      `SELECT table_name AS name, column_name AS key FROM information_schema.columns
       WHERE table_schema = 'public' AND (column_name = 'user_id' OR (table_name = 'users' AND column_name = 'id'))`,
    );
    expect(tables.length).toBeGreaterThan(7);
    const found: Record<string, number> = {};
    for (const { name, key } of tables) {
      const [{ count }] = await dataSource.query(`SELECT count(*)::int AS count FROM "${name}" WHERE "${key}" = $1`, [
        userId,
      ]);
      if (count > 0) found[name] = count;
    }
    const [{ count }] = await dataSource.query(
      `SELECT count(*)::int AS count FROM turn_log l LEFT JOIN turns t ON t.id = l.turn_id WHERE t.id IS NULL`,
    );
    if (count > 0) found.turn_log = count;
    return found;
  }
});
