import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Initial1764000000000 implements MigrationInterface {
  name = 'Initial1764000000000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "conversations" ("user_id" text NOT NULL, "id" text NOT NULL, "title" text NOT NULL DEFAULT '', "start_time" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), "last_update_time" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_dab9ec4f5e613a3f8ef1ba3c0f5" PRIMARY KEY ("user_id", "id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "IDX_conversations_list" ON "conversations"  ("user_id", "last_update_time", "id") `,
    );
    await queryRunner.query(
      `CREATE TABLE "messages" ("user_id" text NOT NULL, "conversation_id" text NOT NULL, "id" text NOT NULL, "seq" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "parent_id" text, "sender_type" text NOT NULL, "content" text NOT NULL, "parts" jsonb NOT NULL, "status" text NOT NULL, "model" text, "usage" jsonb, "error" jsonb, "timestamp" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "CHK_messages_status" CHECK ("status" IN ('pending', 'completed', 'stopped', 'failed', 'interrupted')), CONSTRAINT "CHK_messages_sender_type" CHECK ("sender_type" IN ('user', 'ai')), CONSTRAINT "PK_4bbd99eb5185b3857e53dc49e5e" PRIMARY KEY ("user_id", "conversation_id", "id"))`,
    );
    await queryRunner.query(
      `CREATE INDEX "IDX_messages_children" ON "messages"  ("user_id", "conversation_id", "parent_id") `,
    );
    await queryRunner.query(`CREATE INDEX "IDX_messages_newest" ON "messages"  ("user_id", "conversation_id", "seq") `);
    await queryRunner.query(
      `CREATE TABLE "node_leases" ("id" text NOT NULL, "place" text NOT NULL, "expires_at" TIMESTAMP WITH TIME ZONE NOT NULL, CONSTRAINT "PK_2fd2a65f9fa8c32797186bed7c1" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "turns" ("id" uuid NOT NULL, "user_id" text NOT NULL, "conversation_id" text NOT NULL, "seq" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "request_id" text NOT NULL, "user_message_id" text NOT NULL, "answer_id" text NOT NULL, "status" text NOT NULL, "owner" text, "attempt" integer NOT NULL DEFAULT '0', "retries" integer NOT NULL DEFAULT '0', "stop_requested_at" TIMESTAMP WITH TIME ZONE, "error" jsonb, "has_log" boolean NOT NULL DEFAULT true, "created_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), "started_at" TIMESTAMP(3) WITH TIME ZONE, "ended_at" TIMESTAMP(3) WITH TIME ZONE, CONSTRAINT "CHK_turns_status" CHECK ("status" IN ('queued', 'running', 'completed', 'stopped', 'failed', 'interrupted')), CONSTRAINT "PK_66edaea493f45e3c39d7c3553ed" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "IDX_turns_ended" ON "turns"  ("ended_at") WHERE "has_log"`);
    await queryRunner.query(`CREATE INDEX "IDX_turns_answer" ON "turns"  ("user_id", "conversation_id", "answer_id") `);
    await queryRunner.query(
      `CREATE INDEX "IDX_turns_question" ON "turns"  ("user_id", "conversation_id", "user_message_id") `,
    );
    await queryRunner.query(`CREATE INDEX "IDX_turns_newest" ON "turns"  ("user_id", "conversation_id", "seq") `);
    await queryRunner.query(
      `CREATE INDEX "IDX_turns_unfinished" ON "turns"  ("user_id", "conversation_id", "seq") WHERE "status" IN ('queued', 'running')`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UQ_turns_one_running" ON "turns"  ("user_id", "conversation_id") WHERE "status" = 'running'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX "UQ_turns_request" ON "turns"  ("user_id", "conversation_id", "request_id") `,
    );
    await queryRunner.query(
      `CREATE TABLE "turn_log" ("turn_id" uuid NOT NULL, "first_offset" integer NOT NULL, "chunk_count" integer NOT NULL, "chunks" text NOT NULL, CONSTRAINT "PK_8d6cbf498a8504ab0c8a4b6a2c6" PRIMARY KEY ("turn_id", "first_offset"))`,
    );
    await queryRunner.query(
      `ALTER TABLE "messages" ADD CONSTRAINT "FK_messages_conversation" FOREIGN KEY ("user_id", "conversation_id") REFERENCES "conversations"("user_id","id") ON DELETE CASCADE ON UPDATE CASCADE`,
    );
    await queryRunner.query(
      `ALTER TABLE "messages" ADD CONSTRAINT "FK_messages_parent" FOREIGN KEY ("user_id", "conversation_id", "parent_id") REFERENCES "messages"("user_id","conversation_id","id") ON DELETE CASCADE ON UPDATE CASCADE`,
    );
    await queryRunner.query(
      `ALTER TABLE "turns" ADD CONSTRAINT "FK_turns_question" FOREIGN KEY ("user_id", "conversation_id", "user_message_id") REFERENCES "messages"("user_id","conversation_id","id") ON DELETE CASCADE ON UPDATE CASCADE`,
    );
    await queryRunner.query(
      `ALTER TABLE "turns" ADD CONSTRAINT "FK_turns_answer" FOREIGN KEY ("user_id", "conversation_id", "answer_id") REFERENCES "messages"("user_id","conversation_id","id") ON DELETE CASCADE ON UPDATE CASCADE`,
    );
    await queryRunner.query(
      `ALTER TABLE "turn_log" ADD CONSTRAINT "FK_turn_log_turn" FOREIGN KEY ("turn_id") REFERENCES "turns"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE "turn_log" DROP CONSTRAINT "FK_turn_log_turn"`);
    await queryRunner.query(`ALTER TABLE "turns" DROP CONSTRAINT "FK_turns_answer"`);
    await queryRunner.query(`ALTER TABLE "turns" DROP CONSTRAINT "FK_turns_question"`);
    await queryRunner.query(`ALTER TABLE "messages" DROP CONSTRAINT "FK_messages_parent"`);
    await queryRunner.query(`ALTER TABLE "messages" DROP CONSTRAINT "FK_messages_conversation"`);
    await queryRunner.query(`DROP TABLE "turn_log"`);
    await queryRunner.query(`DROP TABLE "turns"`);
    await queryRunner.query(`DROP TABLE "node_leases"`);
    await queryRunner.query(`DROP TABLE "messages"`);
    await queryRunner.query(`DROP TABLE "conversations"`);
  }
}
