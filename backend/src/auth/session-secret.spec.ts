import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { configServiceFrom } from '../config/config.js';
import { redact } from '../models/redact-secrets.js';
import { SessionSecret } from './session-secret.js';

describe('SessionSecret', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-session-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = (env: Record<string, string> = {}) =>
    new SessionSecret(configServiceFrom({ DATA_DIR: folder, ...env })).value;

  it('stays the same across restarts, for its owner’s eyes only', () => {
    const secret = start();
    expect(start()).toBe(secret);
    const file = join(folder, 'session-secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(secret);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(redact(`the secret is ${secret}`)).not.toContain(secret);
  });

  it('is another one in each folder', () => {
    expect(start({ DATA_DIR: join(folder, 'other') })).not.toBe(start());
  });

  it('is the one given, and then none is written', () => {
    const given = 'a secret of at least thirty-two characters';
    expect(start({ SESSION_SECRET: given })).toBe(given);
    expect(() => statSync(join(folder, 'session-secret'))).toThrow('ENOENT');
  });

  it.each(['', 'short'])('is never what a damaged file holds: "%s"', (content) => {
    writeFileSync(join(folder, 'session-secret'), content);
    expect(() => start()).toThrow('holds no usable secret');
  });
});
