import type { UserRole, UserView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** What is shown of a user, as columns. */
export interface UserRow {
  id: string;
  name: string;
  email: string;
  is_guest: boolean;
  role: UserRole;
  has_password: boolean;
}

/** Any number; held by whoever changes who is an administrator, so that there is never none, nor two first ones. */
const ADMIN_LOCK = 7_424_634;

/** Users and how they become, change and end. */
@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null = no such user. */
  async findView(userId: string): Promise<UserView | null> {
    const rows: UserRow[] = await this.dataSource.query(`SELECT ${USER_COLUMNS} FROM users u WHERE u.id = $1`, [
      userId,
    ]);
    return rows.length === 0 ? null : toUserView(rows[0]);
  }

  /** Whether anybody has an account yet. */
  async hasAccounts(): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(`SELECT 1 FROM users WHERE NOT is_guest LIMIT 1`);
    return rows.length > 0;
  }

  async isBanned(userId: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(`SELECT 1 FROM users WHERE id = $1 AND banned_at IS NOT NULL`, [
      userId,
    ]);
    return rows.length > 0;
  }

  /**
   * Makes the oldest account the administrator where there is none: that is the first one. Asked by each new account, it
   * succeeds for one of those that came at once.
   */
  async appointFirstAdmin(): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await lockAdmins(manager);
      await manager.query(
        `UPDATE users SET role = 'admin'
         WHERE id = (SELECT id FROM users WHERE NOT is_guest ORDER BY created_at, id LIMIT 1)
           AND NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin')`,
      );
    });
  }

  /** Deletes an account unless it is the administrator's. False = it is, and stays. */
  async dropUnlessAdmin(userId: string): Promise<boolean> {
    const [, count]: [unknown, number] = await this.dataSource.query(
      `DELETE FROM users WHERE id = $1 AND role <> 'admin'`,
      [userId],
    );
    return count > 0;
  }

  /** Forgets an account that a crash left without any way to sign in, so that its e-mail can be used again. */
  async dropHalfMade(email: string): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM users u WHERE u.email = lower($1) AND NOT u.is_guest AND u.created_at < now() - interval '1 minute'
       AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = u.id)`,
      [email],
    );
  }

  async rename(userId: string, name: string): Promise<void> {
    await this.dataSource.query(`UPDATE users SET name = $2, updated_at = now() WHERE id = $1`, [userId, name]);
  }
}

/** Columns of a `UserRow`, of users as `u`. */
export const USER_COLUMNS = `u.id, u.name, u.email, u.is_guest, u.role,
  EXISTS (SELECT 1 FROM accounts a WHERE a.user_id = u.id AND a.provider_id = 'credential') AS has_password`;

/** Until the transaction ends, nobody else changes who is an administrator. */
export async function lockAdmins(manager: EntityManager): Promise<void> {
  await manager.query(`SELECT pg_advisory_xact_lock($1)`, [ADMIN_LOCK]);
}

/** A guest's made-up e-mail is nobody's to see. */
export function toUserView(row: UserRow): UserView {
  const { id, name, email, is_guest: isGuest, role, has_password: hasPassword } = row;
  return { id, name, email: isGuest ? null : email, isGuest, role, hasPassword };
}
