import { randomBytes, randomUUID } from 'node:crypto';
import type { ApiKeySecret, ApiKeyView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AccountError } from '../auth/account-error.js';
import { ApiKey } from '../auth/api-key.entity.js';
import { hashOfKey } from '../auth/identities.repository.js';

const KEY_BYTES = 32;
/** `tl_` and five more: enough to tell keys apart, 30 of 256 bits. */
const PREFIX_CHARACTERS = 8;
const MOST_KEYS = 20;

/** The API keys of users; what one opens is asked of the IdentitiesRepository. */
@Injectable()
export class ApiKeysRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(userId: string): Promise<ApiKeyView[]> {
    const keys = await this.dataSource.manager.find(ApiKey, {
      where: { userId },
      order: { createdAt: 'DESC', id: 'ASC' },
    });
    return keys.map(toView);
  }

  /**
   * Makes a key. The key itself is in the answer and nowhere else.
   *
   * @throws AccountError `too-many-keys`
   */
  create(userId: string, name: string): Promise<ApiKeySecret> {
    const key = `tl_${randomBytes(KEY_BYTES).toString('base64url')}`;
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE`, [userId]); // Counted one at a time.
      if ((await manager.countBy(ApiKey, { userId })) >= MOST_KEYS) throw new AccountError('too-many-keys');
      const id = randomUUID();
      await manager.insert(ApiKey, { id, userId, name, hash: hashOfKey(key), prefix: key.slice(0, PREFIX_CHARACTERS) });
      return { ...toView(await manager.findOneByOrFail(ApiKey, { id })), key };
    });
  }

  /** False = the user has no such key. */
  async delete(userId: string, id: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `DELETE FROM api_keys WHERE user_id = $1 AND id::text = $2`,
      [userId, id],
    );
    return count === 1;
  }
}

function toView({ id, name, prefix, createdAt, lastUsedAt }: ApiKey): ApiKeyView {
  return { id, name, prefix, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
