import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens used and reserved, and how often users ask. */
export class Limits1764000200000 implements MigrationInterface {
  name = 'Limits1764000200000';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE TABLE "send_rates" ("user_id" text NOT NULL, "window_start" TIMESTAMP WITH TIME ZONE NOT NULL, "sends" integer NOT NULL, CONSTRAINT "PK_send_rates" PRIMARY KEY ("user_id"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "token_usage" ("user_id" text NOT NULL, "period" text NOT NULL, "starts_on" date NOT NULL, "used" bigint NOT NULL DEFAULT '0', "reserved" bigint NOT NULL DEFAULT '0', CONSTRAINT "CHK_token_usage_period" CHECK ("period" IN ('day', 'month')), CONSTRAINT "PK_token_usage" PRIMARY KEY ("user_id", "period", "starts_on"))`,
    );
    await queryRunner.query(
      `CREATE TABLE "token_reservations" ("turn_id" uuid NOT NULL, "user_id" text NOT NULL, "reserved_on" date NOT NULL, "input_tokens" bigint NOT NULL, "output_tokens" bigint NOT NULL, "has_begun" boolean NOT NULL, "created_at" TIMESTAMP(3) WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_token_reservations" PRIMARY KEY ("turn_id"))`,
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "token_reservations"`);
    await queryRunner.query(`DROP TABLE "token_usage"`);
    await queryRunner.query(`DROP TABLE "send_rates"`);
  }
}
