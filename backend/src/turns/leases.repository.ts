import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseSockets } from '../database/database-sockets.js';

/** Which processes live, by the database's clock. */
@Injectable()
export class LeasesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Without an answer for as long as the lease lives, the way to the database is dead: its connections are cut.
   *
   * @returns how many other processes live
   */
  async renew(id: string, place: string, ttlMs: number): Promise<number> {
    const timer = setTimeout(() => DatabaseSockets.of(this.dataSource)?.cutAll(), ttlMs);
    try {
      const [{ others }]: { others: number }[] = await this.dataSource.query(
        `INSERT INTO node_leases (id, place, expires_at) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
         ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
         RETURNING (SELECT count(*)::int FROM node_leases l WHERE l.id <> $1 AND l.expires_at > now()) AS others`,
        [id, place, ttlMs],
      );
      return others;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the leases of earlier processes at this place, and forgets those that ended long ago. */
  async endPredecessors(id: string, place: string): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM node_leases WHERE id <> $1 AND (place = $2 OR expires_at < now() - interval '1 hour')`,
      [id, place],
    );
  }

  async end(id: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM node_leases WHERE id = $1`, [id]);
  }
}
