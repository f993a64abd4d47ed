import pg from 'pg';
import { createClient } from 'redis';
import { parentOf, programOf } from './processes.js';

/** A server that keeps data for a contender. */
export interface StoreProcess {
  /** Null = it is not on this machine, or not to be seen: what it costs is not known. */
  pid: number | null;
}

/** The PostgreSQL server behind a URL; null = none answers. */
export async function findPostgres(url: string): Promise<StoreProcess | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined); // That it is not there is the answer.
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const pid = programOf(rows[0].pid) === 'postgres' ? parentOf(rows[0].pid) : null;
    await client.end();
    return { pid };
  } catch {
    return null;
  }
}

/** The Redis server behind a URL; null = none answers. */
export async function findRedis(url: string): Promise<StoreProcess | null> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 1000 } });
  client.on('error', () => undefined); // That it is not there is the answer.
  try {
    await client.connect();
    const pid = Number(/process_id:(\d+)/.exec(await client.info('server'))?.[1]);
    client.destroy();
    return { pid: programOf(pid).startsWith('redis') ? pid : null };
  } catch {
    return null;
  }
}
