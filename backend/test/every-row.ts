import { expect } from '@jest/globals';
import type { DataSource } from 'typeorm';

/** Every row of every table, as text. */
export async function everyRow(database: DataSource): Promise<string[]> {
  const tables: { name: string }[] = await database.query(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }[]>(`SELECT ${name}::text AS row FROM ${name}`)),
  );
  return rows.flat().map(({ row }) => row);
}
