import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AccountError } from '../auth/account-error.js';
import { lockUser } from '../auth/user-lock.js';
import { lockAdmins } from '../auth/users.repository.js';
import { QuotasRepository } from '../quotas/quotas.repository.js';

/** What stops with a user. */
export interface Removed {
  /** Sessions and API keys. */
  credentialIds: string[];
  /** Answers that were being made or waited. */
  turnIds: string[];
}

/** The end of a user. */
@Injectable()
export class AccountRemovalRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly quotas: QuotasRepository,
  ) {}

  /**
   * Deletes a user and everything that is theirs, in one transaction; what is counted of their turns is nobody's then.
   *
   * @throws AccountError `last-admin` when there would be accounts and no administrator
   */
  remove(userId: string): Promise<Removed> {
    return this.dataSource.transaction(async (manager) => {
      await lockAdmins(manager);
      await keepAnAdmin(manager, userId);
      await lockUser(manager, userId);
      const credentialIds = await listCredentials(manager, userId);
      const turns: { id: string }[] = await manager.query(
        `SELECT id FROM turns WHERE user_id = $1 AND status IN ('queued', 'running')`,
        [userId],
      );
      await this.quotas.forget(manager, userId);
      await manager.query(`UPDATE turn_figures SET user_id = NULL WHERE user_id = $1`, [userId]);
      await manager.query(`DELETE FROM users WHERE id = $1`, [userId]); // The rest goes with it.
      return { credentialIds, turnIds: turns.map(({ id }) => id) };
    });
  }
}

/** Ids of all that lets a user in. */
export async function listCredentials(manager: EntityManager, userId: string): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(
    `SELECT id FROM sessions WHERE user_id = $1 UNION ALL SELECT id::text FROM api_keys WHERE user_id = $1`,
    [userId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Makes sure that an administrator is left when `userId` is none any more. The caller holds the lock of administrators.
 *
 * @throws AccountError `last-admin`
 */
export async function keepAnAdmin(manager: EntityManager, userId: string): Promise<void> {
  const rows: unknown[] = await manager.query(
    `SELECT 1 FROM users me
     WHERE me.id = $1 AND me.role = 'admin'
       AND EXISTS (SELECT 1 FROM users WHERE id <> $1 AND NOT is_guest)
       AND NOT EXISTS (SELECT 1 FROM users WHERE id <> $1 AND role = 'admin' AND banned_at IS NULL)`,
    [userId],
  );
  if (rows.length > 0) throw new AccountError('last-admin');
}
