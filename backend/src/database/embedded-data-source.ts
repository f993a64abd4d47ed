import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { DataSource } from 'typeorm';
import type { PostgresDataSourceOptions } from 'typeorm/driver/postgres/PostgresDataSourceOptions.js';
import { lockFolder } from './folder-lock.js';

/** The embedded database does not open. Its engine says no more than that it gave up. */
export class BrokenDatabaseError extends Error {
  override name = 'BrokenDatabaseError';

  constructor(folder: string, cause: unknown) {
    super(
      `The embedded database in ${folder} does not open. Put a backup of that folder in its place, or move it away to start with an empty one.`,
      { cause },
    );
  }
}

/** PostgreSQL inside this process: one connection, so a query outside an open transaction waits for its end. */
export class EmbeddedDataSource extends DataSource {
  /**
   * @param folder is made where it is missing
   * @throws FolderLockedError when another process has the folder open
   * @throws BrokenDatabaseError when what is in it is no database any more
   */
  static async open(folder: string, options: PostgresDataSourceOptions): Promise<EmbeddedDataSource> {
    const unlock = await lockFolder(folder);
    try {
      // One after the other: parallel import() of packages that share chunks breaks under Jest's ESM on older Nodes.
      const { PGlite } = await import('@electric-sql/pglite');
      const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
      const dataDir = join(folder, 'cluster');
      // Tests hand in a finished empty cluster, so that not each of them runs initdb.
      const template = process.env.PGLITE_TEMPLATE;
      if (template !== undefined && !existsSync(dataDir)) cpSync(template, dataDir, { recursive: true });
      const pglite = await PGlite.create({ dataDir }).catch((error: unknown) => {
        throw new BrokenDatabaseError(folder, error);
      });
      const extra = Object.assign(createPgConfig(pglite), { pipeline: true }); // for `transact`
      return new EmbeddedDataSource({ ...options, extra }, pglite, unlock);
    } catch (error) {
      unlock();
      throw error;
    }
  }

  private constructor(
    options: PostgresDataSourceOptions,
    private readonly pglite: PGlite,
    private readonly unlock: () => void,
  ) {
    super(options);
  }

  override async destroy(): Promise<void> {
    await super.destroy();
    await this.pglite.close();
    this.unlock();
  }
}
