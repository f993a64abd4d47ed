import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { transact } from './transact.js';

const ADD = 'INSERT INTO noted (word) VALUES ($1) RETURNING word';

describe('transact', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    await dataSource.query('CREATE TABLE noted (word text PRIMARY KEY)');
  });
  beforeEach(() => dataSource.query('DELETE FROM noted'));
  afterAll(() => close());

  const noted = async () => {
    const rows: { word: string }[] = await dataSource.query('SELECT word FROM noted ORDER BY word');
    return rows.map(({ word }) => word);
  };

  it('commits what was asked for one after the other, and returns what came of it', async () => {
    const result = await transact(dataSource, async (manager) => {
      await manager.query(ADD, ['a']);
      return manager.query<unknown>(ADD, ['b']);
    });
    expect(result).toEqual([{ word: 'b' }]);
    expect(await noted()).toEqual(['a', 'b']);
  });

  it('takes statements that go out together in their order, all of them inside', async () => {
    const asked = await transact(dataSource, (manager) =>
      Promise.all([
        manager.query('SELECT txid_current_if_assigned() IS NULL AS "isUnwritten"'),
        manager.query(ADD, ['a']),
        manager.query('SELECT word FROM noted'),
        manager.query('SELECT count(*)::int AS held FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = $1', [
          'transactionid',
        ]),
      ]),
    );
    expect(asked).toEqual([[{ isUnwritten: true }], [{ word: 'a' }], [{ word: 'a' }], [{ held: 1 }]]);
    expect(await noted()).toEqual(['a']);
  });

  it('rolls back what comes with a statement that fails, and throws its error', async () => {
    const failing = transact(dataSource, (manager) =>
      Promise.all([manager.query(ADD, ['a']), manager.query('SELECT 1 / 0'), manager.query(ADD, ['b'])]),
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect(await noted()).toEqual([]);
  });

  it('rolls back what was asked for before an error of its caller', async () => {
    const failing = transact(dataSource, async (manager) => {
      await manager.query(ADD, ['a']);
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await noted()).toEqual([]);
  });

  it('commits with the last statement, or nothing where that fails', async () => {
    const addAndCommit = (word: string) =>
      transact(dataSource, async (manager, commit) => {
        await manager.query(ADD, [`first ${word}`]);
        const last = manager.query(ADD, [word]);
        commit();
        await last;
        return word;
      });
    expect(await addAndCommit('a')).toBe('a');
    expect(await noted()).toEqual(['a', 'first a']);
    await dataSource.query('DELETE FROM noted WHERE word = $1', ['first a']);
    await expect(addAndCommit('a')).rejects.toThrow('duplicate key');
    expect(await noted()).toEqual(['a']);
  });

  it('fails where there is no link to the database', async () => {
    const gone = await openDatabase();
    await gone.close();
    await expect(transact(gone.dataSource, () => Promise.resolve())).rejects.toThrow('Driver not Connected');
  });
});
