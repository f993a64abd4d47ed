import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import type { Config } from '../config/config.js';
import { DatabaseSockets } from './database-sockets.js';
import { EmbeddedDataSource } from './embedded-data-source.js';
import { migrations } from './migrations/index.js';
import { entities } from './schema.js';

const common: PostgresDataSourceOptions = {
  type: 'postgres',
  entities,
  migrations,
  migrationsTransactionMode: 'each',
  synchronize: false,
  installExtensions: false,
  uuidExtension: 'pgcrypto',
  connectTimeoutMS: 5000,
};

/**
 * The database as the configuration says, not yet connected: `initialize()` it. Destroying it releases everything.
 *
 * @throws FolderLockedError, BrokenDatabaseError of the embedded one
 */
export async function createDataSource(
  config: Pick<Config, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATA_DIR' | 'CHAT_LEASE_TTL_MS'>,
): Promise<DataSource> {
  if (config.DATABASE_URL === undefined) return EmbeddedDataSource.open(join(config.DATA_DIR, 'pgdata'), common);
  const sockets = new DatabaseSockets();
  const dataSource = new DataSource({
    ...common,
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    applicationName: 'throughline',
    // A pooled connection that dies while idle is replaced at the next query; its error must not end the process.
    poolErrorHandler: () => undefined,
    extra: {
      stream: sockets.create,
      pipeline: true, // for `transact`
      // A process whose way here is dead leaves its transactions open, and their locks would hold up all the others.
      // They end when it counts as dead itself.
      idle_in_transaction_session_timeout: config.CHAT_LEASE_TTL_MS,
    },
  });
  DatabaseSockets.keep(dataSource, sockets);
  return dataSource;
}

/** Any number; all processes that migrate one database must name the same. */
const MIGRATION_LOCK = 7_424_633;

/** Brings the schema up to date. Processes that start together wait for each other. */
export async function migrate(dataSource: DataSource): Promise<void> {
  // The embedded database has one connection, which a held lock would keep from the migrations; nobody else is there.
  if (dataSource instanceof EmbeddedDataSource) {
    await dataSource.runMigrations();
    return;
  }
  const locker = dataSource.createQueryRunner();
  try {
    await locker.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations();
    await locker.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    await locker.release();
  }
}
