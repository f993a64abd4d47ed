import pg from 'pg';

/** What a PostgreSQL server has done since it was made, for everybody. */
export interface WorkDone {
  transactions: number;
  /** Bytes of write-ahead log. */
  walBytes: number;
}

/** Asks a PostgreSQL server how much it has done. */
export class DatabaseWork {
  constructor(private readonly url: string) {}

  async done(): Promise<WorkDone> {
    const client = new pg.Client(this.url);
    await client.connect();
    try {
      const { rows } = await client.query<Record<keyof WorkDone, string>>(
        `SELECT sum(xact_commit) AS transactions, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS "walBytes"
         FROM pg_stat_database`,
      );
      return { transactions: Number(rows[0].transactions), walBytes: Number(rows[0].walBytes) };
    } finally {
      await client.end();
    }
  }
}
