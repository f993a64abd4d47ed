import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { lockAdmins } from '../auth/users.repository.js';

/** An account that an operator has changed. */
export interface RecoveredAccount {
  id: string;
  name: string;
  isBanned: boolean;
  isAdmin: boolean;
}

interface RecoveredRow {
  id: string;
  name: string;
  role: string;
  banned_at: Date | null;
}

/** What an operator does for an account from outside of the server. No guest is found by an e-mail. */
export class AccountRecoveryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Gives an account another password, its first one where it has only a single sign-on, and ends all its sessions; null =
   * there is no such account. Running servers close the sockets of these sessions within two seconds.
   *
   * @param hash as better-auth makes it
   */
  setPassword(email: string, hash: string): Promise<RecoveredAccount | null> {
    return this.dataSource.transaction(async (manager) => {
      const rows: RecoveredRow[] = await manager.query(
        `SELECT id, name, role, banned_at FROM users WHERE email = lower($1) AND NOT is_guest FOR UPDATE`,
        [email],
      );
      if (rows.length === 0) return null;
      const { id } = rows[0];
      await manager.query(
        `INSERT INTO accounts (id, account_id, provider_id, user_id, password) VALUES ($1, $2, 'credential', $2, $3)
         ON CONFLICT (provider_id, account_id) DO UPDATE SET password = $3, updated_at = now()`,
        [randomUUID(), id, hash],
      );
      await manager.query(`DELETE FROM sessions WHERE user_id = $1`, [id]);
      return toAccount(rows[0]);
    });
  }

  /** Makes an account an administrator's; null = there is no such account. */
  makeAdmin(email: string): Promise<RecoveredAccount | null> {
    return this.dataSource.transaction(async (manager) => {
      await lockAdmins(manager);
      const [rows]: [RecoveredRow[], number] = await manager.query(
        `UPDATE users SET role = 'admin', updated_at = now() WHERE email = lower($1) AND NOT is_guest
         RETURNING id, name, role, banned_at`,
        [email],
      );
      return rows.length === 0 ? null : toAccount(rows[0]);
    });
  }
}

function toAccount({ id, name, role, banned_at: bannedAt }: RecoveredRow): RecoveredAccount {
  return { id, name, isBanned: bannedAt !== null, isAdmin: role === 'admin' };
}
