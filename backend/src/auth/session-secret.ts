import { randomBytes, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { hideSecret } from '../models/redact-secrets.js';

/** What signs session cookies: SESSION_SECRET, else one made at the first start. Never logged. */
@Injectable()
export class SessionSecret {
  readonly value: string;

  constructor(config: ConfigService<Config, true>) {
    this.value = config.get('SESSION_SECRET', { infer: true }) ?? keepSecret(config.get('DATA_DIR', { infer: true }));
    hideSecret(this.value);
  }
}

/** Bytes of a made secret, and the characters they have as text. */
const SECRET_BYTES = 32;
const SECRET_CHARACTERS = 43;

/**
 * The secret made at the first start; processes that share the folder share it. It appears whole or not at all.
 *
 * @throws Error when the file holds something else: with a weak secret anybody could sign in as anybody
 */
function keepSecret(folder: string): string {
  const file = join(folder, 'session-secret');
  const draft = `${file}.${randomUUID()}`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(draft, randomBytes(SECRET_BYTES).toString('base64url'), { mode: 0o600 });
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const secret = readFileSync(file, 'utf8').trim();
  if (secret.length < SECRET_CHARACTERS) {
    throw new Error(`${file} holds no usable secret: delete it, and a new one is made (all sessions end).`);
  }
  return secret;
}
