import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { Session } from './session.entity.js';

/** A session by its token, run out or not. */
export interface OwnedSession {
  id: string;
  userId: string;
  isGuest: boolean;
}

/** Sessions as rows; who is let in by one is asked of the IdentitiesRepository. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Null = no such session. */
  async findOwner(token: string): Promise<OwnedSession | null> {
    const rows: { id: string; user_id: string; is_guest: boolean }[] = await this.dataSource.query(
      `SELECT s.id, s.user_id, u.is_guest FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = $1`,
      [token],
    );
    if (rows.length === 0) return null;
    return { id: rows[0].id, userId: rows[0].user_id, isGuest: rows[0].is_guest };
  }

  /** Newest first; without those that have run out. */
  list(userId: string): Promise<Session[]> {
    return this.dataSource.manager.find(Session, {
      where: { userId, expiresAt: MoreThan(new Date()) },
      order: { updatedAt: 'DESC', id: 'ASC' },
    });
  }

  /**
   * Ends sessions of a user; returns the ids of those that were there.
   *
   * @param which `id` = that one, `not` = all but that one, neither = all
   */
  async deleteOf(userId: string, which: { id?: string; not?: string } = {}): Promise<string[]> {
    const [rows]: [{ id: string }[], number] = await this.dataSource.query(
      `DELETE FROM sessions
       WHERE user_id = $1 AND ($2::text IS NULL OR id = $2) AND ($3::text IS NULL OR id <> $3) RETURNING id`,
      [userId, which.id ?? null, which.not ?? null],
    );
    return rows.map(({ id }) => id);
  }

  async delete(id: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM sessions WHERE id = $1`, [id]);
  }
}
