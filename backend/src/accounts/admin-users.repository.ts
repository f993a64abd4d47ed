import type { AdminUserPatch, AdminUserView, OwnQuotas } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { lockAdmins, toUserView, USER_COLUMNS, type UserRow } from '../auth/users.repository.js';
import { keepAnAdmin, listCredentials } from './account-removal.repository.js';

interface AdminRow extends UserRow {
  banned_at: Date | null;
  created_at: Date;
  last_seen_at: Date | null;
  conversation_count: number;
  quota_per_day: string | null;
  quota_per_month: string | null;
}

/** A user as the accounts know them. */
export type AdminUser = Omit<AdminUserView, 'quotas'>;

/** Where a page of users ended. */
export interface UserCursor {
  createdAt: Date;
  id: string;
}

export interface UserFilter {
  /** Part of a name or e-mail; empty string = all. */
  query: string;
  /** Whether guests are listed too. */
  hasGuests: boolean;
}

const SELECT = `SELECT ${USER_COLUMNS}, u.banned_at, u.created_at, u.quota_per_day, u.quota_per_month,
  (SELECT max(s.updated_at) FROM sessions s WHERE s.user_id = u.id) AS last_seen_at,
  (SELECT count(*)::int FROM conversations c WHERE c.user_id = u.id) AS conversation_count FROM users u`;

/** Users as administrators see and change them. */
@Injectable()
export class AdminUsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. `before` is the last user of the page above; null = from the newest. */
  async list({ query, hasGuests }: UserFilter, before: UserCursor | null, limit: number): Promise<AdminUser[]> {
    const rows: AdminRow[] = await this.dataSource.query(
      `${SELECT} WHERE ($1 OR NOT u.is_guest)
         AND ($2 = '' OR strpos(lower(u.name), lower($2)) > 0 OR (NOT u.is_guest AND strpos(u.email, lower($2)) > 0))
         AND ($3::timestamptz IS NULL OR (u.created_at, u.id) < ($3, $4))
       ORDER BY u.created_at DESC, u.id DESC LIMIT $5`,
      [hasGuests, query, before?.createdAt ?? null, before?.id ?? null, limit],
    );
    return rows.map(toAdminUser);
  }

  /**
   * Changes a user; null = there is no such user.
   *
   * @returns the user, and the ids of what lets them in no more
   * @throws AccountError `last-admin`
   */
  async change(userId: string, patch: AdminUserPatch): Promise<{ user: AdminUser; endedIds: string[] } | null> {
    return this.dataSource.transaction(async (manager) => {
      await lockAdmins(manager);
      if (patch.role === 'user' || patch.isBanned === true) await keepAnAdmin(manager, userId);
      if (patch.role !== undefined) {
        await manager.query(`UPDATE users SET role = $2 WHERE id = $1 AND NOT is_guest`, [userId, patch.role]);
      }
      if (patch.ownQuotas) await setOwnQuotas(manager, userId, patch.ownQuotas);
      const endedIds = patch.isBanned === undefined ? [] : await setBanned(manager, userId, patch.isBanned);
      const rows: AdminRow[] = await manager.query(`${SELECT} WHERE u.id = $1`, [userId]);
      return rows.length === 0 ? null : { user: toAdminUser(rows[0]), endedIds };
    });
  }
}

async function setBanned(manager: EntityManager, userId: string, isBanned: boolean): Promise<string[]> {
  await manager.query(`UPDATE users SET banned_at = CASE WHEN $2 THEN coalesce(banned_at, now()) END WHERE id = $1`, [
    userId,
    isBanned,
  ]);
  if (!isBanned) return [];
  const endedIds = await listCredentials(manager, userId);
  await manager.query(`DELETE FROM sessions WHERE user_id = $1`, [userId]);
  return endedIds;
}

async function setOwnQuotas(manager: EntityManager, userId: string, { day, month }: Partial<OwnQuotas>): Promise<void> {
  await manager.query(
    `UPDATE users SET quota_per_day = CASE WHEN $2 THEN $3::bigint ELSE quota_per_day END,
                      quota_per_month = CASE WHEN $4 THEN $5::bigint ELSE quota_per_month END WHERE id = $1`,
    [userId, day !== undefined, day ?? null, month !== undefined, month ?? null],
  );
}

function toAdminUser(row: AdminRow): AdminUser {
  return {
    ...toUserView(row),
    bannedAt: row.banned_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    conversationCount: row.conversation_count,
    ownQuotas: { day: toNumber(row.quota_per_day), month: toNumber(row.quota_per_month) },
  };
}

function toNumber(value: string | null): number | null {
  return value === null ? null : Number(value);
}
