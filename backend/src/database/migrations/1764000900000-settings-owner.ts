import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SettingsOwner1764000900000 implements MigrationInterface {
  name = 'SettingsOwner1764000900000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM "user_settings" WHERE "user_id" NOT IN (SELECT "id" FROM "users")`);
    await queryRunner.query(
      `ALTER TABLE "user_settings" ADD CONSTRAINT "FK_user_settings_user" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "user_settings" DROP CONSTRAINT "FK_user_settings_user"`);
  }
}
