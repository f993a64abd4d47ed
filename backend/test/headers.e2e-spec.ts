import { readFile } from 'node:fs/promises';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from './start-app.js';

describe('the headers of an answer', () => {
  let app: TestApp;
  const folder = mkdtempSync(join(tmpdir(), 'throughline-page-'));

  beforeAll(async () => {
    writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__" />');
    writeFileSync(join(folder, 'diagram.html'), '<!doctype html>');
    writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    app = await startApp({ pageFolder: folder });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  const get = (path: string) => fetch(`${app.origin}${path}`, { headers: { accept: 'text/html' } });

  it.each([
    '/',
    '/c/some-conversation',
    '/icon.svg',
    '/assets/absent.js',
    '/api/v1/session',
    '/api/v1/absent',
    '/health/live',
  ])('let nothing in but our own files: %s', async (path) => {
    const { headers } = await get(path);
    const policy = Object.fromEntries(
      headers
        .get('content-security-policy')!
        .split(';')
        .map((rule) => rule.split(/ (.*)/, 2)),
    ) as Record<string, string>;
    expect(policy).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': expect.stringMatching(/^'self' 'nonce-[\w+/=]{24}'$/),
      'font-src': "'self'",
      'img-src': "'self' data: blob:",
      'connect-src': "'self'",
      'frame-src': "'self'",
      'manifest-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=(), '),
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-frame-options': 'DENY',
    });
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('shut the frame that draws diagrams off from the page and from the network', async () => {
    const { headers } = await get('/diagram.html');
    const policy = headers.get('content-security-policy')!.split(';');
    expect(policy).toEqual([
      'sandbox allow-scripts',
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'unsafe-inline'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
    ]);
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('are those that docs/security.md tells an operator of', async () => {
    const text = await readFile(new URL('../../docs/security.md', import.meta.url), 'utf8');
    const rows = text.slice(text.indexOf('| `Content-Security-Policy`'), text.indexOf('| `Referrer-Policy`'));
    const told = rows.split('\n').flatMap((row) => row.split('|')[2]?.trim().slice(1, -1).split('; ') ?? []);
    const sent = (await get('/')).headers.get('content-security-policy')!.replace(/'nonce-.+?'/, "'nonce-…'");
    expect(told.toSorted()).toEqual(sent.split(';').toSorted());
    const frame = (await get('/diagram.html')).headers.get('content-security-policy')!;
    expect(text).toContain(`\`${frame.replaceAll(';', '; ')}\``);
  });

  it('name the nonce of this very page, another one each time', async () => {
    const nonces = new Set<string>();
    for (let time = 0; time < 3; time += 1) {
      const response = await get('/');
      const nonce = /nonce="(.+?)"/.exec(await response.text())![1];
      expect(response.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });
});
