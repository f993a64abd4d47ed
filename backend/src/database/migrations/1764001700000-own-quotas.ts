import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Quotas of a single user, set by an administrator. */
export class OwnQuotas1764001700000 implements MigrationInterface {
  name = 'OwnQuotas1764001700000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "users" ADD "quota_per_day" bigint`);
    await queryRunner.query(`ALTER TABLE "users" ADD "quota_per_month" bigint`);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "users" DROP COLUMN "quota_per_month"`);
    await queryRunner.query(`ALTER TABLE "users" DROP COLUMN "quota_per_day"`);
  }
}
