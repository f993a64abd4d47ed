import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RawClient } from './raw-client.js';
import { cookieOf, createStore, PASSWORD, startApp, type TestApp, type TestStore } from './start-app.js';

const COMMAND = resolve(import.meta.dirname, '../../dist/backend/src/account-command.js');
const EMAIL = 'admin@example.com';

// Real processes start here.
jest.setTimeout(60_000);

describe('the commands for accounts', () => {
  let store: TestStore;
  let app: TestApp;

  beforeEach(async () => {
    store = await createStore();
    app = await startApp({ store });
  });
  afterEach(async () => {
    await app.stop();
    await store.drop();
  });

  /** Runs a command as an operator does. With the embedded database the app stops for it, and another one starts. */
  async function run(...argv: string[]) {
    if (store.env.DATABASE_URL === undefined) await app.stop();
    const result = await command(...argv);
    if (store.env.DATABASE_URL === undefined) app = await startApp({ store });
    return result;
  }

  async function command(...argv: string[]) {
    const child = spawn(process.execPath, [COMMAND, ...argv], { env: { PATH: process.env.PATH, ...store.env } });
    const exit = once(child, 'close') as Promise<[number]>;
    const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: (await exit)[0], output, errors };
  }

  const signIn = (email: string, password: string) => app.call('POST', '/auth/sign-in/email', '', { email, password });
  const isLetIn = async (cookie: string) => (await app.call('GET', '/account/sessions', cookie)).status === 200;

  it('give an administrator who lost the password another one, and end the sessions', async () => {
    const cookie = await app.signUp({ email: EMAIL });
    const other = await app.signUp();
    const { code, output } = await run('reset-password', 'Admin@Example.com');
    expect([code, output]).toEqual([0, expect.stringContaining('administrator')]);
    const password = /this once: (\S+)/.exec(output)![1];
    expect(await isLetIn(cookie)).toBe(false);
    expect(await isLetIn(other)).toBe(true);
    expect((await signIn(EMAIL, PASSWORD)).status).toBe(403);
    const answer = await signIn(EMAIL, password);
    expect(answer.status).toBe(204);
    expect((await app.call('GET', '/admin/users', cookieOf(answer))).status).toBe(200);
    const change = { currentPassword: password, newPassword: PASSWORD };
    expect((await app.call('POST', '/account/password', cookieOf(answer), change)).status).toBe(204);
  });

  it('make a user an administrator', async () => {
    await app.signUp();
    const cookie = await app.signUp({ email: EMAIL });
    expect((await app.call('GET', '/admin/users', cookie)).status).toBe(403);
    expect(await run('make-admin', EMAIL)).toMatchObject({ code: 0, output: `${EMAIL} is an administrator.\n` });
    expect((await app.call('GET', '/admin/users', cookie)).status).toBe(200);
  });

  it('say what is wrong, and change nothing then', async () => {
    const cookie = await app.signUp({ email: EMAIL });
    const absent = await run('reset-password', 'nobody@example.com');
    expect(absent).toEqual({
      code: 1,
      output: '',
      errors: 'There is no account with the e-mail nobody@example.com.\n',
    });
    expect(await command('reset-password')).toMatchObject({ code: 1, errors: expect.stringContaining('Usage') });
    expect(await command('drop', EMAIL)).toMatchObject({ code: 1, errors: expect.stringContaining('Usage') });
    expect(await isLetIn(cookie)).toBe(true);

    store.env = { ...store.env, DATABASE_URL: 'postgres://ada:canary@127.0.0.1:1/absent' };
    const { code, errors } = await command('make-admin', EMAIL);
    expect([code, errors]).toEqual([1, expect.stringMatching(/^PostgreSQL cannot be reached .*\n$/)]);
    expect(errors).not.toContain('canary');
  });

  if (process.env.DATABASE_URL === undefined) {
    it('ask for the server to be stopped while it has the embedded database', async () => {
      await app.signUp({ email: EMAIL });
      const refused = await command('reset-password', EMAIL);
      expect(refused).toMatchObject({ code: 1, output: '', errors: expect.stringContaining('stop it') });
      expect((await signIn(EMAIL, PASSWORD)).status).toBe(204);
    });

    it('make no database where there is none', async () => {
      store.env = { ...store.env, DATA_DIR: `${store.env.DATA_DIR}-absent` };
      const refused = await command('make-admin', EMAIL);
      expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('There is no database in') });
    });
  } else {
    it('close the sockets of a running server', async () => {
      const cookie = await app.signUp({ email: EMAIL });
      const client = await RawClient.open(app, cookie);
      await command('reset-password', EMAIL);
      expect(await client.closed()).toBe(4401);
    });
  }
});
