import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { OidcRedirectView, SessionView } from '@app/chat-protocol';
import { everyRow } from './every-row.js';
import { OIDC_CLIENT, OidcProvider, PlainBrowser } from './oidc-provider.js';
import { RawClient } from './raw-client.js';
import { PASSWORD, startApp, type TestApp } from './start-app.js';

describe('single sign-on', () => {
  let provider: OidcProvider;
  let app: TestApp;

  beforeAll(async () => {
    // The provider warns that it is set up for a test.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation(() => undefined);
    provider = await OidcProvider.start();
    app = await startApp({
      env: {
        AUTH_MODES: 'guest,password,oidc',
        OIDC_ISSUER: provider.issuer,
        OIDC_CLIENT_ID: OIDC_CLIENT.id,
        OIDC_CLIENT_SECRET: OIDC_CLIENT.secret,
        OIDC_NAME: 'Example Login',
      },
    });
    provider.serve(`${app.origin}/api/v1/auth/callback/oidc`);
    provider.people.ada = { email: 'Ada@login.example', email_verified: true, name: 'Ada Lovelace' };
    provider.people.eve = { email: 'victim@example.com', email_verified: true, name: 'Eve' };
    provider.people.bob = { email: 'bob@login.example', email_verified: true, name: 'Bob' };
    provider.people.nobody = {};
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  const api = (path: string) => `${app.origin}/api/v1${path}`;
  const viewOf = async (browser: PlainBrowser) => (await (await browser.open(api('/session'))).json()) as SessionView;
  const start = async (browser: PlainBrowser) => {
    const response = await browser.open(api('/auth/sign-in/oidc'), { method: 'POST', headers: { origin: app.origin } });
    return ((await response.json()) as OidcRedirectView).url;
  };
  /** The whole way; returns where the page ends up. */
  const signIn = async (browser: PlainBrowser, login: string) => {
    const back = await browser.logIn(await start(browser), login);
    return (await browser.open(back, {}, false)).headers.get('location');
  };

  it('asks the provider with PKCE, state and nonce, and for nothing but the name and the e-mail', async () => {
    const url = new URL(await start(new PlainBrowser()));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      client_id: OIDC_CLIENT.id,
      redirect_uri: api('/auth/callback/oidc'),
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.any(String),
      state: expect.stringMatching(/^.{32}$/),
      nonce: expect.any(String),
      scope: 'openid email profile',
    });
    expect(url.href).not.toContain(OIDC_CLIENT.secret);
  });

  it('makes an account of a guest who comes back from the provider without the strict cookie', async () => {
    const browser = new PlainBrowser();
    const guest = await viewOf(browser);
    expect(guest.auth).toMatchObject({ modes: ['guest', 'password', 'oidc'], oidcName: 'Example Login' });
    const client = await RawClient.open(app, browser.cookieOf(app.origin));
    client.ask('kept', 'r1', 'Hello');
    await client.first('end', 'r1');
    expect(await signIn(browser, 'ada')).toBe('/');
    expect(await client.closed()).toBe(4401);
    const view = await viewOf(browser);
    expect(view.user).toMatchObject({
      name: 'Ada Lovelace',
      email: 'ada@login.example',
      isGuest: false,
      hasPassword: false,
      role: 'admin',
    });
    expect(view.userId).not.toBe(guest.userId);
    expect((await browser.open(api('/conversations/kept/messages'))).status).toBe(200);
  });

  it('knows the same person again, from any browser', async () => {
    const browser = new PlainBrowser();
    expect(await signIn(browser, 'ada')).toBe('/');
    const { userId } = await viewOf(browser);
    const again = new PlainBrowser();
    expect(await signIn(again, 'ada')).toBe('/');
    expect((await viewOf(again)).userId).toBe(userId);
  });

  it('keeps none of the provider’s tokens', async () => {
    const [login] = await app.dataSource.query(`SELECT * FROM accounts WHERE provider_id = 'oidc'`);
    expect(login).toMatchObject({ access_token: null, refresh_token: null, id_token: null, password: null });
  });

  it('never lets somebody into an account because of an equal e-mail', async () => {
    await app.signUp({ email: 'victim@example.com', password: PASSWORD });
    const browser = new PlainBrowser();
    expect(await signIn(browser, 'eve')).toBe('/?sign-in-error=email-taken');
    expect((await viewOf(browser)).user.isGuest).toBe(true);
  });

  it('says so when the provider tells no e-mail', async () => {
    expect(await signIn(new PlainBrowser(), 'nobody')).toBe('/?sign-in-error=provider-unavailable');
  });

  it('refuses a callback that this browser did not start, a repeated one and a made-up one', async () => {
    const attacker = new PlainBrowser();
    const back = await attacker.logIn(await start(attacker), 'ada');
    const victim = new PlainBrowser();
    await viewOf(victim);
    for (const url of [back, back.replace(/code=[^&]+/, 'code=made-up'), api('/auth/callback/oidc?code=x&state=y')]) {
      const response = await victim.open(url, {}, false);
      expect(response.headers.get('location')).toBe('/?sign-in-error=provider-unavailable');
      expect(response.headers.getSetCookie().filter((cookie) => /_session=[^;]/.test(cookie))).toEqual([]);
    }
    expect((await viewOf(victim)).user.isGuest).toBe(true);
    expect((await attacker.open(back, {}, false)).headers.get('location')).toBe('/');
    expect((await attacker.open(back, {}, false)).headers.get('location')).toContain('sign-in-error');
  });

  it('sends the browser home, whatever the callback is told', async () => {
    const response = await new PlainBrowser().open(
      api('/auth/callback/oidc?error=access_denied&state=https://evil.example'),
    );
    expect(response.headers.get('location')).toMatch(/^\/(\?sign-in-error=[a-z-]+)?$/);
  });

  it('keeps out who is banned', async () => {
    const browser = new PlainBrowser();
    await signIn(browser, 'ada');
    const { userId } = await viewOf(browser);
    const admin = await app.signUp({ email: 'second-admin@example.com' });
    await app.dataSource.query(`UPDATE users SET role = 'admin' WHERE email = 'second-admin@example.com'`);
    expect((await app.call('PATCH', `/admin/users/${userId}`, admin, { isBanned: true })).status).toBe(200);
    expect(await signIn(new PlainBrowser(), 'ada')).toBe('/?sign-in-error=banned');
    expect((await browser.open(api('/conversations'))).status).toBe(401);
  });

  it('is left with everything and without a password, and begun anew by the next sign-in', async () => {
    const browser = new PlainBrowser();
    await signIn(browser, 'bob');
    const { userId } = await viewOf(browser);
    const left = await browser.open(api('/account'), { method: 'DELETE', headers: { origin: app.origin } });
    expect(left.status).toBe(204);
    expect((await everyRow(app.dataSource)).filter((row) => row.includes(userId) || /bob@login/.test(row))).toEqual([]);
    expect(await signIn(browser, 'bob')).toBe('/');
    expect((await viewOf(browser)).userId).not.toBe(userId);
  });

  it('is not needed by the other ways in while the provider is away', async () => {
    await using lonely = await startApp({
      env: {
        AUTH_MODES: 'password,oidc',
        OIDC_ISSUER: 'http://127.0.0.1:9/',
        OIDC_CLIENT_ID: 'x',
        OIDC_CLIENT_SECRET: 'secret-of-a-client',
      },
    });
    const response = await lonely.call('POST', '/auth/sign-in/oidc', '');
    expect([response.status, await response.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'provider-unavailable' }),
    ]);
    expect(await lonely.signUp()).toContain('throughline_session');
  });
});
