import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** Where one run of ours keeps its data: an empty folder, and an empty database where a server is given. */
export interface Store {
  env: Record<string, string>;
  drop(): Promise<void>;
}

/** @param server URL of a PostgreSQL server that lets us create databases; undefined = the embedded one */
export async function createStore(server: string | undefined): Promise<Store> {
  const name = `throughline_bench_${randomBytes(6).toString('hex')}`;
  const folder = join(tmpdir(), name);
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (server === undefined) return { env: { DATA_DIR: folder }, drop: removeFolder };
  await query(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return {
    env: { DATABASE_URL: url.href, DATA_DIR: folder },
    drop: async () => {
      await query(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await removeFolder();
    },
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
