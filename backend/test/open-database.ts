import type { DataSource } from 'typeorm';
import { parseConfig } from '../src/config/config.js';
import { createDataSource, migrate } from '../src/database/data-source.js';
import { createStore } from './start-app.js';

/**
 * A migrated database of its own, without an app around it. `close` drops it. The owner of a conversation is made with
 * it: what is tested here is not about users.
 */
export async function openDatabase(): Promise<{ dataSource: DataSource; close: () => Promise<void> }> {
  const store = await createStore();
  const dataSource = await createDataSource(parseConfig(store.env));
  await dataSource.initialize();
  await migrate(dataSource);
  await dataSource.query(
    `CREATE FUNCTION make_owner() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO users (id, name, email) VALUES (NEW.user_id, '', NEW.user_id) ON CONFLICT DO NOTHING;
       RETURN NEW;
     END $$`,
  );
  await dataSource.query(
    `CREATE TRIGGER make_owner BEFORE INSERT ON conversations FOR EACH ROW EXECUTE FUNCTION make_owner()`,
  );
  return {
    dataSource,
    close: async () => {
      await dataSource.destroy();
      await store.drop();
    },
  };
}
