import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OpinionTally } from './opinion-tally.js';
import type { Period } from './turn-statistics.repository.js';

/** Opinions on the answers of a model in one bucket of a period. */
export interface OpinionRow extends OpinionTally {
  /** From 0. */
  bucket: number;
  /** Null = not known. */
  model: string | null;
}

/** Thumbs and scores, counted. */
@Injectable()
export class SatisfactionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By the moment they were given; what nobody said anything in is left out. */
  async listOpinions({ from, to }: Period, bucketMs: number): Promise<OpinionRow[]> {
    const rows: {
      bucket: number;
      model: string | null;
      up: number;
      down: number;
      count: number;
      sum: number;
      squares: number;
    }[] = await this.dataSource.query(
      `WITH opinions AS (
           SELECT f.created_at AS at, m.model, f.rating, NULL::int AS score FROM feedback f
           JOIN messages m ON m.user_id = f.user_id AND m.conversation_id = f.conversation_id AND m.id = f.message_id
           WHERE f.created_at >= $1 AND f.created_at < $2
           UNION ALL
           SELECT asked_at, model, NULL, score FROM survey_answers
           WHERE asked_at >= $1 AND asked_at < $2 AND score IS NOT NULL
         )
         SELECT floor(extract(epoch FROM at - $1::timestamptz) * 1000 / $3)::int AS bucket, model,
                count(*) FILTER (WHERE rating = 'up')::int AS up, count(*) FILTER (WHERE rating = 'down')::int AS down,
                count(score)::int AS count, coalesce(sum(score), 0)::int AS sum,
                coalesce(sum(score * score), 0)::int AS squares
         FROM opinions GROUP BY 1, 2`,
      [from, to, bucketMs],
    );
    return rows.map(({ bucket, model, up, down, count, sum, squares }) => ({
      bucket,
      model,
      up,
      down,
      scores: { count, sum, squares },
    }));
  }

  /** Of thumbs down, most frequent first. */
  listReasons({ from, to }: Period): Promise<{ reason: string; count: number }[]> {
    return this.dataSource.query(
      `SELECT reason, count(*)::int AS count FROM feedback, jsonb_array_elements_text(reasons) AS reason
       WHERE rating = 'down' AND created_at >= $1 AND created_at < $2 GROUP BY 1 ORDER BY 2 DESC, 1`,
      [from, to],
    );
  }
}
