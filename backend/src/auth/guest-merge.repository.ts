import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { QuotasRepository } from '../quotas/quotas.repository.js';
import { lockUser } from './user-lock.js';

/** What becomes of a guest who signs up or in: the account takes everything over. */
@Injectable()
export class GuestMergeRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly quotas: QuotasRepository,
  ) {}

  /**
   * Gives a guest's conversations to an account, with their messages and turns (running ones go on), and deletes the
   * guest. A conversation whose id the account has already gets a new one; what the guest used and answered to the survey
   * counts for the account, and settings are taken where it has none. Idempotent; false = one of the two is
   * not there, and nothing has changed.
   */
  merge(guestId: string, userId: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      if (!(await lockUser(manager, guestId))) return false;
      const accounts: unknown[] = await manager.query(`SELECT 1 FROM users WHERE id = $1 FOR KEY SHARE`, [userId]);
      if (accounts.length === 0) return false;
      await manager.query(
        `UPDATE conversations g SET id = gen_random_uuid()::text
         WHERE g.user_id = $1 AND EXISTS (SELECT 1 FROM conversations a WHERE a.user_id = $2 AND a.id = g.id)`,
        [guestId, userId],
      );
      await manager.query(`UPDATE conversations SET user_id = $2 WHERE user_id = $1`, [guestId, userId]);
      await manager.query(
        `UPDATE user_settings SET user_id = $2
         WHERE user_id = $1 AND NOT EXISTS (SELECT 1 FROM user_settings WHERE user_id = $2)`,
        [guestId, userId],
      );
      for (const table of ['survey_answers', 'turn_figures']) {
        await manager.query(`UPDATE ${table} SET user_id = $2 WHERE user_id = $1`, [guestId, userId]);
      }
      await this.quotas.move(manager, guestId, userId);
      await manager.query(`DELETE FROM users WHERE id = $1`, [guestId]);
      return true;
    });
  }
}
