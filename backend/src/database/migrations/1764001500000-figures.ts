import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is kept of turns for statistics, and the survey. Turns that ended before keep what their rows and answers tell. */
export class Figures1764001500000 implements MigrationInterface {
  name = 'Figures1764001500000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "turn_figures" ("turn_id" uuid NOT NULL, "user_id" text, "asked_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL, "ending" text NOT NULL, "error" text, "model" text, "wait_ms" integer, "first_words_ms" integer, "answer_ms" integer, "input_tokens" bigint, "output_tokens" bigint, CONSTRAINT "CHK_turn_figures_ending" CHECK ("ending" IN ('completed', 'stopped', 'failed', 'interrupted')), CONSTRAINT "PK_turn_figures" PRIMARY KEY ("turn_id"))`,
    );
    await queryRunner.query(`CREATE INDEX "IDX_turn_figures_asked" ON "turn_figures"  ("asked_at") `);
    await queryRunner.query(`CREATE INDEX "IDX_turn_figures_user" ON "turn_figures"  ("user_id", "asked_at") `);
    await queryRunner.query(
      `CREATE TABLE "survey_answers" ("id" uuid NOT NULL, "user_id" text NOT NULL, "score" integer, "comment" text NOT NULL DEFAULT '', "model" text, "asked_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "CHK_survey_answers_score" CHECK ("score" BETWEEN 1 AND 5), CONSTRAINT "PK_survey_answers" PRIMARY KEY ("id"))`,
    );
    await queryRunner.query(`CREATE INDEX "IDX_survey_answers_user" ON "survey_answers"  ("user_id", "asked_at") `);
    await queryRunner.query(`CREATE INDEX "IDX_survey_answers_asked" ON "survey_answers"  ("asked_at") `);
    await queryRunner.query(`CREATE INDEX "IDX_feedback_created" ON "feedback"  ("created_at") `);
    await queryRunner.query(
      `ALTER TABLE "survey_answers" ADD CONSTRAINT "FK_survey_answers_user" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE NO ACTION`,
    );
    await queryRunner.query(
      `INSERT INTO "turn_figures"
       SELECT t.id, t.user_id, t.created_at, t.status, t.error->>'code', m.model,
              round(extract(epoch FROM t.started_at - t.created_at) * 1000), NULL,
              round(extract(epoch FROM t.ended_at - t.started_at) * 1000),
              (m.usage->>'inputTokens')::numeric, (m.usage->>'outputTokens')::numeric
       FROM "turns" t JOIN "messages" m
         ON m.user_id = t.user_id AND m.conversation_id = t.conversation_id AND m.id = t.answer_id
       WHERE t.ended_at IS NOT NULL`,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "survey_answers"`);
    await queryRunner.query(`DROP TABLE "turn_figures"`);
    await queryRunner.query(`DROP INDEX "IDX_feedback_created"`);
  }
}
