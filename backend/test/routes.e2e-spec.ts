import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { errorViewSchema } from '@app/chat-protocol';
import { SearchRepository } from '../src/search/search.repository.js';
import { startApp, type TestApp } from './start-app.js';

/** What anybody may ask: who they are, how to get in, and whether the server is well. */
const OPEN = new Set([
  'GET /health/live',
  'GET /health/ready',
  'GET /api/v1/session',
  'GET /api/v1/auth',
  'POST /api/v1/auth/sign-up/email',
  'POST /api/v1/auth/sign-in/email',
  'POST /api/v1/auth/sign-in/oidc',
  'GET /api/v1/auth/callback/oidc',
  'POST /api/v1/auth/sign-out',
]);

interface Route {
  method: string;
  path: string;
  hasBody: boolean;
  /** What it answers, by status. */
  responses: Record<string, { description: string }>;
}

/** Each rule is tried on all that the description of the API has: a new route cannot be forgotten. */
describe('every route', () => {
  let app: TestApp;
  let user: string;
  let routes: Route[];

  beforeAll(async () => {
    app = await startApp();
    await app.signUp(); // The administrator.
    user = await app.signUp();
    const { paths } = (await (await app.call('GET', '/openapi.json', '')).json()) as {
      paths: Record<string, Record<string, { requestBody?: object; responses: Route['responses'] }>>;
    };
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody, responses }]) => ({
        method: method.toUpperCase(),
        path,
        hasBody: requestBody !== undefined,
        responses,
      })),
    );
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const nameOf = ({ method, path }: Route) => `${method} ${path}`;

  const urlOf = ({ path }: Route) => `${app.origin}${path.replaceAll(/\{\w+\}/g, 'some-id')}`;

  /** What each route answers: its name, status and error code, or an empty code. The description must have foreseen it. */
  function askAll(some: Route[], headers: Record<string, string>, body?: string): Promise<[string, number, string][]> {
    return Promise.all(
      some.map(async (route): Promise<[string, number, string]> => {
        const url = urlOf(route);
        const response = await fetch(url, { method: route.method, headers, body: body ?? null, redirect: 'manual' });
        const text = await response.text();
        const code = response.ok || response.status === 302 ? '' : errorViewSchema.parse(JSON.parse(text)).code;
        const foreseen = route.responses[response.status]?.description;
        expect([nameOf(route), response.status, foreseen]).toEqual([
          nameOf(route),
          response.status,
          expect.stringContaining(code),
        ]);
        return [nameOf(route), response.status, code];
      }),
    );
  }

  it('but a few is shut to whoever has no session', async () => {
    const shut = routes.filter((route) => !OPEN.has(nameOf(route)));
    expect(shut.length).toBeGreaterThan(20);
    expect(shut).toHaveLength(routes.length - OPEN.size);
    for (const [name, status, code] of await askAll(shut, {})) {
      expect([name, status, code]).toEqual([name, 401, 'no-session']);
    }
  });

  it('that changes something is shut to other sites', async () => {
    const writes = routes.filter(({ method }) => method !== 'GET');
    for (const [header, value] of [
      ['origin', 'https://evil.example'],
      ['sec-fetch-site', 'cross-site'],
    ]) {
      for (const [name, status, code] of await askAll(writes, { cookie: user, [header]: value })) {
        expect([name, status, code]).toEqual([name, 403, 'foreign-origin']);
      }
    }
  });

  it('that is read is kept by no cache', async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const { headers } = await fetch(urlOf(route), { headers: { cookie: user }, redirect: 'manual' });
      expect([nameOf(route), headers.get('cache-control')]).toEqual([nameOf(route), 'no-store']);
    }
  });

  it('of the account is shut to API keys, and of administrators to everybody else', async () => {
    const { key } = await (await app.call('POST', '/account/api-keys', user, { name: 'k' })).json();
    const inside = (area: string) => routes.filter(({ path }) => path.startsWith(`/api/v1/${area}`));
    for (const [area, least] of [
      ['account', 9],
      ['admin', 9],
    ] as const) {
      expect(inside(area).length).toBeGreaterThanOrEqual(least);
      for (const [name, status, code] of await askAll(inside(area), { authorization: `Bearer ${key}` })) {
        expect([name, status, code]).toEqual([name, 403, 'browser-session-required']);
      }
    }
    for (const [name, status, code] of await askAll(inside('admin'), { cookie: user })) {
      expect([name, status, code]).toEqual([name, 403, 'admin-required']);
    }
  });

  it.each([
    ['half a body', '{"a":'],
    ['a list', '[]'],
    ['a bare text', '"x"'],
    ['the prototype’s key', '{"__proto__":{}}'],
    ['the constructor’s', '{"constructor":1}'],
    ['200 KB', `{"name":"${'x'.repeat(200_000)}"}`],
  ])('that takes something refuses %s with an error of ours', async (_name, body) => {
    const takers = routes.filter(({ hasBody }) => hasBody);
    expect(takers.length).toBeGreaterThan(6);
    const cookie = await app.signUp();
    for (const [name, status] of await askAll(takers, { cookie, 'content-type': 'application/json' }, body)) {
      expect([name, status >= 400 && status < 500]).toEqual([name, true]);
    }
  });

  it.each(['/api/v1/absent', '/api/absent', '/api/v1/conversations/%ff', '/api/v1/conversations/%'])(
    'that is not there answers with an error of ours: %s',
    async (path) => {
      const response = await fetch(`${app.origin}${path}`, { headers: { cookie: user } });
      expect([400, 404]).toContain(response.status);
      errorViewSchema.parse(await response.json());
    },
  );

  it('that fails says so, and not why', async () => {
    const fault = jest.spyOn(app.app.get(SearchRepository), 'find').mockRejectedValueOnce(new Error('canary'));
    const response = await app.call('GET', '/search?q=x', user);
    expect(fault).toHaveBeenCalledTimes(1);
    expect([response.status, await response.json()]).toEqual([
      500,
      { code: 'internal', message: 'Something went wrong on our side. Please try again.' },
    ]);
  });
});
