import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';

describe('The migrations', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
  });
  afterAll(() => close());

  it('make the tables that the entities describe', async () => {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('can be taken back and run again', async () => {
    const count = dataSource.migrations.length;
    for (let done = 0; done < count; done++) await dataSource.undoLastMigration();
    expect(await dataSource.runMigrations()).toHaveLength(count);
  });
});
