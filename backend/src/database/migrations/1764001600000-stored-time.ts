import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long questions took to be stored. Of turns that ended before nobody knows. */
export class StoredTime1764001600000 implements MigrationInterface {
  name = 'StoredTime1764001600000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "turn_figures" ADD "stored_ms" integer`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "turn_figures" DROP COLUMN "stored_ms"`);
  }
}
