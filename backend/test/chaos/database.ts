import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.js';

const ENV = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
/** PostgreSQL refuses to run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const SETTINGS = ['-c', 'shared_preload_libraries=pg_stat_statements', '-c', 'max_connections=200'];

/** A PostgreSQL cluster of our own that may be crashed at will. It writes no fsync: the processes die, not the machine. */
export class Database {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly binaries: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** @throws where PostgreSQL is not installed; PG_BIN names its folder of binaries where it is in none of the usual ones */
  static async start(): Promise<Database> {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-chaos-pg-'));
    if (NOBODY.uid !== undefined) chownSync(folder, NOBODY.uid, NOBODY.gid);
    const database = new Database(findBinaries(), folder, await freePort());
    const init = spawnSync(
      join(database.binaries, 'initdb'),
      ['-D', join(folder, 'data'), '-U', 'chaos', '-A', 'trust', '-N', '--no-instructions', '-E', 'UTF8'],
      { ...NOBODY, env: ENV, cwd: folder, encoding: 'utf8' },
    );
    if (init.status !== 0) throw new Error(`initdb: ${init.stderr}`);
    await database.launch();
    await database.query('CREATE EXTENSION pg_stat_statements');
    return database;
  }

  /** As seen through a port that forwards to it; by default its own. */
  url(port = this.port): string {
    return `postgres://chaos@127.0.0.1:${port}/postgres`;
  }

  /** `pg_ctl -m immediate`: every backend dies where it stands; the next start replays the write-ahead log. */
  async crash(): Promise<void> {
    await this.end('SIGQUIT');
  }

  /** Starts it again after a crash. */
  async launch(): Promise<void> {
    this.server = spawn(
      join(this.binaries, 'postgres'),
      ['-D', join(this.folder, 'data'), '-p', String(this.port), '-h', '127.0.0.1', '-k', '', '-F', ...SETTINGS],
      { ...NOBODY, env: ENV, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const { server } = this;
    await new Promise<void>((resolve, reject) => {
      server.stderr!.on('data', (data: Buffer) => {
        if (data.includes('ready to accept connections')) resolve();
      });
      server.once('exit', (code) => reject(new Error(`postgres ended with ${code}`)));
    });
  }

  /** Kills the connections of all servers, as an operator or a failover would. */
  async terminateBackends(): Promise<void> {
    await this.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'throughline%'`,
    );
  }

  /** Statements that all servers have run since the database was made, with how often each. */
  async countStatements(): Promise<Map<string, number>> {
    const rows = await this.query<{ query: string; calls: number }>(
      `SELECT query, calls::int AS calls FROM pg_stat_statements
       WHERE query NOT LIKE '%pg_stat_statements%' ORDER BY calls DESC`,
    );
    return new Map(rows.map(({ query, calls }) => [query, calls]));
  }

  async query<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
    const client = new pg.Client(this.url());
    client.on('error', () => undefined); // The query that is under way rejects.
    await client.connect();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.end('SIGQUIT');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    this.server = undefined;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  }
}

function findBinaries(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = process.env.PG_BIN ?? (versions[0] === undefined ? undefined : join(root, versions[0], 'bin'));
  if (found === undefined) throw new Error('PostgreSQL was not found. Set PG_BIN to the folder of its binaries.');
  return found;
}
