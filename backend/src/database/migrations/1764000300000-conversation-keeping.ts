import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pins, archive, unread marks, instructions, shown branches, feedback, settings, reasoning time and continued answers. */
export class ConversationKeeping1764000300000 implements MigrationInterface {
  name = 'ConversationKeeping1764000300000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "feedback" ("user_id" text NOT NULL, "conversation_id" text NOT NULL, "message_id" text NOT NULL, "rating" text NOT NULL, "reasons" jsonb NOT NULL DEFAULT '[]', "comment" text NOT NULL DEFAULT '', "created_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), "updated_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "CHK_feedback_rating" CHECK ("rating" IN ('up', 'down')), CONSTRAINT "PK_4a738017cb351c9cc9e2e2b1b51" PRIMARY KEY ("user_id", "conversation_id", "message_id"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "user_settings" ("user_id" text NOT NULL, "instructions" text NOT NULL DEFAULT '', CONSTRAINT "PK_4ed056b9344e6f7d8d46ec4b302" PRIMARY KEY ("user_id"))`,
    );
    await queryRunner.query(`ALTER TABLE "conversations" ADD "title_origin" text NOT NULL DEFAULT 'question'`);
    // Who named the conversations there are is not known: their titles stay.
    await queryRunner.query(`UPDATE "conversations" SET "title_origin" = 'user'`);
    await queryRunner.query(`ALTER TABLE "conversations" ADD "is_pinned" boolean NOT NULL DEFAULT false`);
    await queryRunner.query(`ALTER TABLE "conversations" ADD "is_archived" boolean NOT NULL DEFAULT false`);
    await queryRunner.query(`ALTER TABLE "conversations" ADD "is_unread" boolean NOT NULL DEFAULT false`);
    await queryRunner.query(`ALTER TABLE "conversations" ADD "instructions" text NOT NULL DEFAULT ''`);
    await queryRunner.query(`ALTER TABLE "conversations" ADD "shown_message_id" text`);
    await queryRunner.query(`ALTER TABLE "messages" ADD "reasoning_ms" integer`);
    await queryRunner.query(`ALTER TABLE "turns" ADD "continues_id" text`);
    await queryRunner.query(
      `CREATE INDEX "IDX_conversations_archived" ON "conversations"  ("user_id", "last_update_time", "id") WHERE "is_archived"`,
    );
    await queryRunner.query(
      `CREATE INDEX "IDX_conversations_pinned" ON "conversations"  ("user_id", "last_update_time", "id") WHERE "is_pinned" AND NOT "is_archived"`,
    );
    await queryRunner.query(
      `ALTER TABLE "conversations" ADD CONSTRAINT "CHK_conversations_title_origin" CHECK ("title_origin" IN ('question', 'model', 'user'))`,
    );
    await queryRunner.query(
      `ALTER TABLE "feedback" ADD CONSTRAINT "FK_feedback_message" FOREIGN KEY ("user_id", "conversation_id", "message_id") REFERENCES "messages"("user_id","conversation_id","id") ON DELETE CASCADE ON UPDATE CASCADE`,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "conversations" DROP CONSTRAINT "CHK_conversations_title_origin"`);
    await queryRunner.query(`DROP INDEX "IDX_conversations_pinned"`);
    await queryRunner.query(`DROP INDEX "IDX_conversations_archived"`);
    await queryRunner.query(`ALTER TABLE "turns" DROP COLUMN "continues_id"`);
    await queryRunner.query(`ALTER TABLE "messages" DROP COLUMN "reasoning_ms"`);
    await queryRunner.query(`ALTER TABLE "conversations" DROP COLUMN "shown_message_id"`);
    await queryRunner.query(`ALTER TABLE "conversations" DROP COLUMN "instructions"`);
    await queryRunner.query(`ALTER TABLE "conversations" DROP COLUMN "is_unread"`);
    await queryRunner.query(`ALTER TABLE "conversations" DROP COLUMN "is_archived"`);
    await queryRunner.query(`ALTER TABLE "conversations" DROP COLUMN "is_pinned"`);
    await queryRunner.query(`ALTER TABLE "conversations" DROP COLUMN "title_origin"`);
    await queryRunner.query(`DROP TABLE "user_settings"`);
    await queryRunner.query(`DROP TABLE "feedback"`);
  }
}
