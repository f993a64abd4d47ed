import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { configServiceFrom } from '../config/config.js';
import { Doorkeeper } from './doorkeeper.js';
import { IdentitiesRepository } from './identities.repository.js';
import type { Credential } from './identity.js';
import { SessionSecret } from './session-secret.js';

describe('Doorkeeper', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;
  let doorkeeper: Doorkeeper;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    const config = configServiceFrom({ SESSION_SECRET: 'the-secret-of-this-spec-has-32-characters' });
    doorkeeper = new Doorkeeper(new IdentitiesRepository(dataSource, config), new SessionSecret(config), config);
    await dataSource.query(`INSERT INTO users (id, name, email) VALUES ('ada', 'Ada', 'ada@example.com')`);
    await dataSource.query(
      `INSERT INTO sessions (id, token, user_id, expires_at)
       SELECT n::text, 'token ' || n, 'ada', now() + CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END * interval '1 hour'
       FROM generate_series(0, 39) AS n`,
    );
  });
  afterAll(() => close());

  const session = (id: number): Credential => ({ kind: 'session', id: String(id) });

  it('tells each of many who ask at once of its own credential', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => index);
    const answers = await Promise.all(ids.map((id) => doorkeeper.isValid(session(id))));
    expect(answers).toEqual(ids.map((id) => id < 40 && id % 2 === 0));
  });

  it('says what holds when it is asked, though others are being answered', async () => {
    const others = [0, 2, 4].map((id) => doorkeeper.isValid(session(id)));
    await dataSource.query(`DELETE FROM sessions WHERE id = '6'`);
    const [gone] = await Promise.all([doorkeeper.isValid(session(6)), ...others]);
    expect(gone).toBe(false);
  });

  it('answers again after the database was away', async () => {
    await dataSource.query('ALTER TABLE sessions RENAME TO elsewhere');
    const failed = await Promise.allSettled([0, 2].map((id) => doorkeeper.isValid(session(id))));
    await dataSource.query('ALTER TABLE elsewhere RENAME TO sessions');
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await doorkeeper.isValid(session(0))).toBe(true);
  });
});
