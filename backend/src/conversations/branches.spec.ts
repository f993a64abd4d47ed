import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { seedConversation } from '../../test/seed-conversation.js';
import { Branches } from './branches.js';

const MESSAGES = 2000;

interface Plan {
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Join Filter'?: number;
  Plans?: Plan[];
}

/** Rows that a statement looked at. */
function countRows(plan: Plan): number {
  const { 'Rows Removed by Filter': filtered = 0, 'Rows Removed by Join Filter': joined = 0 } = plan;
  const own = (plan['Actual Rows'] + filtered + joined) * plan['Actual Loops'];
  return (plan.Plans ?? []).reduce((sum, below) => sum + countRows(below), own);
}

describe('Branches', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;
  let ids: string[];

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    const texts = Array.from({ length: MESSAGES }, (_, index) => `Message ${index}: ${'some words '.repeat(40)}`);
    ids = await seedConversation(dataSource, 'ada', 'long', texts);
  });
  afterAll(() => close());

  /** Rows looked at by what `walk` asks the database. */
  async function rowsReadBy(walk: (branches: Branches) => Promise<unknown>): Promise<number> {
    let rows = 0;
    const manager = Object.create(dataSource.manager, {
      query: {
        value: async (sql: string, parameters: unknown[]) => {
          const [{ 'QUERY PLAN': plans }]: { 'QUERY PLAN': [{ Plan: Plan }] }[] = await dataSource.query(
            `EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
            parameters,
          );
          rows += countRows(plans[0].Plan);
          return dataSource.query(sql, parameters);
        },
      },
    }) as DataSource['manager'];
    await walk(new Branches(Object.create(dataSource, { manager: { value: manager } }) as DataSource));
    return rows;
  }

  it.each<[string, (branches: Branches) => Promise<unknown>]>([
    ['up', (branches) => branches.listUp('ada', 'long', null, MESSAGES)],
    ['down', (branches) => branches.listDown('ada', 'long', ids[0], MESSAGES)],
  ])(
    'walks %s a long conversation with a few rows a step, though nobody has analysed the tables',
    async (_way, walk) => {
      const rows = await rowsReadBy(walk);
      expect(rows).toBeGreaterThan(MESSAGES);
      expect(rows).toBeLessThan(20 * MESSAGES);
    },
  );

  it('finds the newest below the first message in the same way', async () => {
    const rows = await rowsReadBy((branches) =>
      branches.findNewestBelow(dataSource.manager, 'ada', 'long', ids[0]).then((id) => expect(id).toBe(ids.at(-1))),
    );
    expect(rows).toBeLessThan(20 * MESSAGES);
  });
});
