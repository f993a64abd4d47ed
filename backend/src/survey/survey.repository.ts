import type { SurveyAnswer } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../config/config.js';

/** Answers a user must have had since the last question. */
const LEAST_ANSWERS = 5;

/** How content users are when asked. */
@Injectable()
export class SurveyRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Whether to ask the user now. */
  async isDue(userId: string, manager: EntityManager = this.dataSource.manager): Promise<boolean> {
    const days = this.config.get('SURVEY_INTERVAL_DAYS', { infer: true });
    if (days === 0) return false;
    const [{ due }]: { due: boolean }[] = await manager.query(
      `SELECT NOT EXISTS (SELECT 1 FROM survey_answers WHERE user_id = $1 AND asked_at > now() - $2 * interval '1 day')
          AND (SELECT count(*) FROM (
                 SELECT 1 FROM turn_figures WHERE user_id = $1 AND ending = 'completed' AND asked_at > coalesce(
                   (SELECT max(asked_at) FROM survey_answers WHERE user_id = $1), '-infinity') LIMIT $3) AS had) >= $3 AS due`,
      [userId, days, LEAST_ANSWERS],
    );
    return due;
  }

  /** Keeps an answer; where none is due it changes the last one. False = the user was never asked. */
  save(userId: string, { score, comment }: SurveyAnswer): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      // Two tabs answer one question.
      await manager.query(`SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE`, [userId]);
      if (await this.isDue(userId, manager)) {
        await manager.query(
          `INSERT INTO survey_answers (id, user_id, score, comment, model)
           SELECT gen_random_uuid(), $1, $2, $3, (SELECT model FROM turn_figures WHERE user_id = $1 AND ending = 'completed'
                               ORDER BY asked_at DESC LIMIT 1)`,
          [userId, score, score === null ? '' : comment],
        );
        return true;
      }
      const [rows]: [unknown[], number] = await manager.query(
        `UPDATE survey_answers SET score = coalesce($2, score), comment = CASE WHEN $2::int IS NULL THEN comment ELSE $3 END
         WHERE id = (SELECT id FROM survey_answers WHERE user_id = $1 ORDER BY asked_at DESC LIMIT 1) RETURNING 1`,
        [userId, score, comment],
      );
      return rows.length > 0;
    });
  }
}
