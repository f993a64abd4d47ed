import type { MigrationInterface, QueryRunner } from 'typeorm';

const wordsOf = (column: string) =>
  `array_to_tsvector(ARRAY['@' || user_id]) || to_tsvector('simple'::regconfig, regexp_replace(translate(left(${column}, 100000), '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~', '                                '), '([\\u0E00-\\u0EFF\\u1000-\\u109F\\u1780-\\u17FF\\u3040-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF])', ' \\1 ', 'g'))`;

const COLUMNS = [
  ['conversations', 'title'],
  ['messages', 'content'],
] as const;

/** Full-text search: the words of titles and messages, kept by PostgreSQL. Rewrites both tables. */
export class Search1764000300001 implements MigrationInterface {
  name = 'Search1764000300001';

  public async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, column] of COLUMNS) {
      await queryRunner.query(
        `ALTER TABLE "${table}" ADD "words" tsvector GENERATED ALWAYS AS (${wordsOf(column)}) STORED NOT NULL`,
      );
      await queryRunner.query(
        `INSERT INTO "typeorm_metadata"("database", "schema", "table", "type", "name", "value")
         VALUES (current_database(), current_schema(), $1, 'GENERATED_COLUMN', 'words', $2)`,
        [table, wordsOf(column)],
      );
      await queryRunner.query(`CREATE INDEX "IDX_${table}_words" ON "${table}" USING gin ("words")`);
    }
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table] of COLUMNS.toReversed()) {
      await queryRunner.query(`DROP INDEX "IDX_${table}_words"`);
      await queryRunner.query(
        `DELETE FROM "typeorm_metadata" WHERE "type" = 'GENERATED_COLUMN' AND "name" = 'words' AND "table" = $1`,
        [table],
      );
      await queryRunner.query(`ALTER TABLE "${table}" DROP COLUMN "words"`);
    }
  }
}
