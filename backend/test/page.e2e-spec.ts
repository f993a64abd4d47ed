import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { startApp, type TestApp } from './start-app.js';

const PAGE = '<!doctype html><title>the page</title>';

describe('the page', () => {
  let folder: string;
  let app: TestApp;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'throughline-page-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), PAGE);
    await writeFile(join(folder, 'assets', 'main-abc123.js'), '"use strict";');
    app = await startApp({ pageFolder: folder });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it.each(['/', '/c/some-conversation', '/index.html'])(
    'is served at %s, and never from a cache unasked',
    async (path) => {
      const response = await request(app.origin).get(path).set('Accept', 'text/html').expect(200);
      expect(response.text).toBe(PAGE);
      expect(response.headers['cache-control']).toBe('no-cache');
    },
  );

  it('answers monitors that ask for the head only', async () => {
    const response = await request(app.origin).head('/').expect(200);
    expect(response.headers['content-type']).toContain('text/html');
  });

  it('keeps files with a hash in their name for ever', async () => {
    const response = await request(app.origin).get('/assets/main-abc123.js').expect(200);
    expect(response.headers['cache-control']).toContain('immutable');
  });

  it.each(['/assets/gone-000000.js', '/api/v1/nothing', '/api', '/health/nothing'])('is not what is at %s', (path) =>
    request(app.origin).get(path).set('Accept', 'text/html').expect(404),
  );
});
