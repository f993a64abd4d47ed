import { createHash } from 'node:crypto';
import type { UserRole } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import type { Credential, Identity } from './identity.js';

interface Row {
  id: string;
  user_id: string;
  is_guest: boolean;
  role: UserRole;
}

/** Who is let in, asked with one indexed query each. Whoever is banned is not there. */
@Injectable()
export class IdentitiesRepository {
  private readonly letsGuestsIn: boolean;

  constructor(
    private readonly dataSource: DataSource,
    config: ConfigService<Config, true>,
  ) {
    this.letsGuestsIn = config.get('AUTH_MODES', { infer: true }).includes('guest');
  }

  /** Null = no such session, it has run out, or its user is not let in. */
  async findBySession(token: string): Promise<Identity | null> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT s.id, s.user_id, u.is_guest, u.role FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.token = $1 AND s.expires_at > now() AND u.banned_at IS NULL AND ($2 OR NOT u.is_guest)`,
      [token, this.letsGuestsIn],
    );
    return toIdentity(rows[0], 'session');
  }

  /** Notes that the key was used, once a minute. Null = no such key, or its user is not let in. */
  async findByKey(key: string): Promise<Identity | null> {
    const rows: (Row & { is_noted: boolean })[] = await this.dataSource.query(
      `SELECT k.id, k.user_id, u.is_guest, u.role,
              coalesce(k.last_used_at > now() - interval '1 minute', false) AS is_noted
       FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.hash = $1 AND u.banned_at IS NULL`,
      [hashOfKey(key)],
    );
    if (rows.length > 0 && !rows[0].is_noted) {
      await this.dataSource.query(`UPDATE api_keys SET last_used_at = now() WHERE id = $1`, [rows[0].id]);
    }
    return toIdentity(rows[0], 'key');
  }

  /** Ids of those credentials that open nothing any more: mostly none, of ten thousand that are asked for each second. */
  async listEnded(credentials: Credential[]): Promise<string[]> {
    const idsOf = (kind: Credential['kind']) =>
      credentials.filter((credential) => credential.kind === kind).map(({ id }) => id);
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT asked.id FROM unnest($1::text[]) AS asked (id) WHERE NOT EXISTS (
         SELECT FROM sessions s JOIN users u ON u.id = s.user_id
         WHERE s.id = asked.id AND s.expires_at > now() AND u.banned_at IS NULL AND ($3 OR NOT u.is_guest))
       UNION ALL
       SELECT asked.id::text FROM unnest($2::uuid[]) AS asked (id) WHERE NOT EXISTS (
         SELECT FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.id = asked.id AND u.banned_at IS NULL)`,
      [idsOf('session'), idsOf('key'), this.letsGuestsIn],
    );
    return rows.map(({ id }) => id);
  }
}

/** What is stored of an API key. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function toIdentity(row: Row | undefined, kind: Credential['kind']): Identity | null {
  if (row === undefined) return null;
  return { userId: row.user_id, isGuest: row.is_guest, role: row.role, credential: { kind, id: row.id } };
}
