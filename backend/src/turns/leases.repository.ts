import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseSockets } from '../database/database-sockets.js';

/** Which processes live, by the database's clock. */
@Injectable()
export class LeasesRepository {
  /** What renewals have left behind that failed since the last one that got through. */
  private readonly failed = new Set<NodeJS.Timeout>();

  constructor(private readonly dataSource: DataSource) {}

  /**
   * Without an answer for as long as the lease lives, the way to the database is dead: its connections are cut. So they are
   * when it fails, for instance because hung queries hold all connections, and no later one gets through by then.
   *
   * @returns how many other processes live
   */
  async renew(id: string, place: string, ttlMs: number): Promise<number> {
    const cutting = setTimeout(() => DatabaseSockets.of(this.dataSource)?.cutAll(), ttlMs);
    try {
      const [{ others }]: { others: number }[] = await this.dataSource.query(
        `INSERT INTO node_leases (id, place, expires_at) VALUES ($1, $2, now() + $3 * interval '1 millisecond')
         ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at
         RETURNING (SELECT count(*)::int FROM node_leases l WHERE l.id <> $1 AND l.expires_at > now()) AS others`,
        [id, place, ttlMs],
      );
      clearTimeout(cutting);
      this.forgive();
      return others;
    } catch (error) {
      this.failed.add(cutting);
      throw error;
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
    this.forgive();
    await this.dataSource.query(`DELETE FROM node_leases WHERE id = $1`, [id]);
  }

  private forgive(): void {
    for (const cutting of this.failed) clearTimeout(cutting);
    this.failed.clear();
  }
}
