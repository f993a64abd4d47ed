import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  authViewSchema,
  conversationPageSchema,
  conversationViewSchema,
  feedbackViewSchema,
  healthViewSchema,
  messagePageSchema,
  searchPageSchema,
  sessionViewSchema,
  settingsViewSchema,
} from '@app/chat-protocol';
import type { OpenAPIObject } from '@nestjs/swagger';
import request from 'supertest';
import { typesOf } from '../../scripts/openapi-types.mjs';
import { RawClient } from './raw-client.js';
import { restClient } from './rest-client.js';
import { startApp, type TestApp } from './start-app.js';
import { talk } from './talk.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, ROOT), 'utf8');

describe('The description of the REST API', () => {
  let app: TestApp;
  let document: OpenAPIObject;

  beforeAll(async () => {
    app = await startApp();
    document = (await request(app.app.getHttpServer()).get('/api/v1/openapi.json').expect(200)).body as OpenAPIObject;
  });
  afterAll(() => app[Symbol.asyncDispose]());

  it('is the one in docs, and the page’s types are made of it: else run `npm run openapi`', async () => {
    expect(document).toEqual(JSON.parse(await read('docs/openapi.json')));
    expect(await read('frontend/src/api/schema.ts')).toBe(await typesOf(document));
  });

  it('has every route, with what it takes and what it answers', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        route: `${method} ${path}`,
        responses: Object.keys((operation as { responses: object }).responses),
        hasBody: 'requestBody' in (operation as object),
      })),
    );
    expect(operations.length).toBeGreaterThan(20);
    for (const { route, responses } of operations) {
      expect([route, responses.length > 1]).toEqual([route, true]); // a success, besides the failures
    }
    const without = operations.filter(({ route, hasBody }) => /^(put|patch) /.test(route) && !hasBody);
    expect(without).toEqual([]);
    expect(document.paths['/api/v1/search'].get!.parameters).toContainEqual({
      name: 'q',
      in: 'query',
      required: true,
      schema: expect.objectContaining({ type: 'string', maxLength: 200 }),
    });
  });

  it('says of each operation what it is for, in whose group, and who may', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path) as Operation[]);
    expect(new Set(operations.map(({ summary }) => summary)).size).toBe(operations.length);
    const groups = document.tags!.map(({ name }) => [name]);
    for (const { tags } of operations) expect(groups).toContainEqual(tags);
    const schemes = Object.keys(document.components!.securitySchemes!);
    expect(schemes).toEqual(['session', 'sessionOverHttp', 'apiKey']);
    const ways = (path: string) => document.paths[path].get!.security!.flatMap((way) => Object.keys(way));
    expect(ways('/api/v1/conversations')).toEqual(schemes);
    expect(ways('/api/v1/account/export')).toEqual(['session', 'sessionOverHttp']);
    expect(document.paths['/api/v1/auth'].get!.security).toEqual([]);
    expect(document.paths['/api/v1/session'].get!.security).toContainEqual({});
  });

  it('has the status and an example of each refusal', () => {
    const { responses } = document.paths['/api/v1/auth/sign-up/email'].post!;
    expect(Object.keys(responses)).toEqual(['204', '400', '403', '404', '409', '413', '429', 'default']);
    expect(responses[409]).toMatchObject({
      description: '`email-taken`',
      content: { 'application/json': { examples: { 'email-taken': { value: { code: 'email-taken' } } } } },
    });
    expect(Object.keys(document.paths['/api/v1/auth/callback/oidc'].get!.responses)).toContain('302');
  });

  it('refers to nothing that is not in it', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(Object.keys(document.components!.schemas!)).toEqual(expect.arrayContaining(names));
    expect(text).not.toContain('$defs');
  });

  it('is what the server answers', async () => {
    const cookie = await app.signIn();
    const rest = restClient(app, cookie);
    const { questionId, answerId } = await talk(await RawClient.open(app, cookie), 'c', 'Think about zebras');
    await talk(await RawClient.open(app, cookie), 'c', 'Think about zebras, please', []);
    const opinion = { rating: 'down', reasons: ['style'], comment: 'Hm' };
    const given = await rest.put(`/conversations/c/messages/${answerId}/feedback`, opinion).expect(200);
    expect(feedbackViewSchema.parse(given.body)).toEqual(given.body);
    for (const [path, schema] of [
      ['/session', sessionViewSchema],
      ['/auth', authViewSchema],
      ['/conversations', conversationPageSchema],
      ['/conversations/c', conversationViewSchema],
      ['/conversations/c/messages', messagePageSchema],
      ['/search?q=zebras', searchPageSchema],
      ['/settings', settingsViewSchema],
    ] as const) {
      const { body } = await rest.get(path).expect(200);
      expect(schema.parse(body)).toEqual(body); // strict: throws at what it does not describe
    }
    await rest.patch('/conversations/c', { shownMessageId: questionId }).expect(200);
    const { body } = await rest.get('/conversations/c/messages').expect(200);
    expect(messagePageSchema.parse(body).messages[1].metadata?.feedback).toEqual(opinion);
    const health = await request(app.app.getHttpServer()).get('/health/live');
    expect(healthViewSchema.parse(health.body)).toEqual({ status: 'ok' });
  });
});
