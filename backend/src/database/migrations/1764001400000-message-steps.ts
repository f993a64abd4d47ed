import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MessageSteps1764001400000 implements MigrationInterface {
  name = 'MessageSteps1764001400000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "IDX_messages_children"`);
    await queryRunner.query(
      `CREATE INDEX "IDX_messages_children" ON "messages"  ("parent_id", "conversation_id", "user_id") `,
    );
    await queryRunner.query(`CREATE INDEX "IDX_messages_id" ON "messages"  ("id") `);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX "IDX_messages_id"`);
    await queryRunner.query(`DROP INDEX "IDX_messages_children"`);
    await queryRunner.query(
      `CREATE INDEX "IDX_messages_children" ON "messages"  ("user_id", "conversation_id", "parent_id") `,
    );
  }
}
