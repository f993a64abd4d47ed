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
   * @param place see `Lease`
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

  /** Ends the leases of processes that are known to be dead, and forgets those that ended long ago. */
  async endDead(id: string, isDead: (holder: string) => boolean): Promise<void> {
    const others: { id: string; place: string }[] = await this.dataSource.query(
      `SELECT id, place FROM node_leases WHERE id <> $1`,
      [id],
    );
    const dead = others.filter(({ place }) => isDead(place)).map((other) => other.id);
    await this.dataSource.query(
      `DELETE FROM node_leases WHERE id = ANY($1) OR expires_at < now() - interval '1 hour'`,
      [dead],
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
