import {
  STATISTICS_TARGETS,
  type InTimeView,
  type SlowestTurnsQuery,
  type SlowTurn,
  type StatisticsErrors,
  type StatisticsOverview,
} from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** From (inside) to (outside). */
export interface Period {
  from: Date;
  to: Date;
}

export function toPeriod({ from, to }: { from: string; to: string }): Period {
  return { from: new Date(from), to: new Date(to) };
}

/** What was asked and answered in a bucket of a period. */
export type TurnPoint = Omit<StatisticsOverview, 'now'>;

const NOTHING_KNOWN: InTimeView = { count: 0, shareInTime: null, p50Ms: null, p99Ms: null };

/** What the row of an empty bucket would be. */
export const EMPTY_POINT: TurnPoint = {
  questions: 0,
  activeUsers: 0,
  endings: { completed: 0, stopped: 0, failed: 0, interrupted: 0, lostShare: null },
  firstWords: NOTHING_KNOWN,
  stored: NOTHING_KNOWN,
  meanAnswerMs: null,
};

interface PointRow {
  bucket: number;
  questions: number;
  users: number;
  completed: number;
  stopped: number;
  failed: number;
  interrupted: number;
  first_words: TimesRow;
  stored: TimesRow;
  mean: number | null;
}

/** How many are known, how many of them took less than the target, and percentiles if any is known. */
type TimesRow = [known: number, inTime: number, p50Ms?: number, p99Ms?: number];

const timesOf = (column: string, target: string) =>
  `ARRAY[count(${column})::int, count(*) FILTER (WHERE ${column} < ${target})::int]
     || percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY ${column})`;

/** Questions and answers, counted over all users. */
@Injectable()
export class TurnStatisticsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By bucket, from 0; those nothing was asked in are left out. Percentiles are those of a turn that was. */
  async listPoints({ from, to }: Period, bucketMs: number): Promise<Map<number, TurnPoint>> {
    const rows: PointRow[] = await this.dataSource.query(
      `WITH asked AS (
         SELECT asked_at, user_id, ending, first_words_ms, stored_ms, answer_ms FROM turn_figures
         WHERE asked_at >= $1 AND asked_at < $2
         UNION ALL
         SELECT created_at, user_id, NULL, NULL, NULL, NULL FROM turns
         WHERE status IN ('queued', 'running') AND created_at >= $1 AND created_at < $2
       )
       SELECT floor(extract(epoch FROM asked_at - $1::timestamptz) * 1000 / $3)::int AS bucket,
              count(*)::int AS questions, count(DISTINCT coalesce(user_id, ''))::int AS users,
              count(*) FILTER (WHERE ending = 'completed')::int AS completed,
              count(*) FILTER (WHERE ending = 'stopped')::int AS stopped,
              count(*) FILTER (WHERE ending = 'failed')::int AS failed,
              count(*) FILTER (WHERE ending = 'interrupted')::int AS interrupted,
              ${timesOf('first_words_ms', '$4')} AS first_words, ${timesOf('stored_ms', '$5')} AS stored,
              avg(answer_ms) FILTER (WHERE ending = 'completed')::float AS mean
       FROM asked GROUP BY 1`,
      [from, to, bucketMs, STATISTICS_TARGETS.firstWordsMs, STATISTICS_TARGETS.storedMs],
    );
    return new Map(rows.map((row) => [row.bucket, toPoint(row)]));
  }

  /** How many turns run and wait, of all processes, and how many processes live. */
  async countNow(): Promise<{ running: number; queued: number; processes: number }> {
    const [row]: { running: number; queued: number; processes: number }[] = await this.dataSource.query(
      `SELECT count(*) FILTER (WHERE status = 'running')::int AS running,
              count(*) FILTER (WHERE status = 'queued')::int AS queued,
              (SELECT count(*)::int FROM node_leases WHERE expires_at > now()) AS processes
       FROM turns WHERE status IN ('queued', 'running')`,
    );
    return row;
  }

  /** Most frequent first. */
  async listErrors({ from, to }: Period): Promise<StatisticsErrors['errors']> {
    const rows: { code: StatisticsErrors['errors'][number]['code']; count: number; last: Date }[] =
      await this.dataSource.query(
        `SELECT error AS code, count(*)::int AS count, max(asked_at) AS last FROM turn_figures
         WHERE error IS NOT NULL AND asked_at >= $1 AND asked_at < $2 GROUP BY 1 ORDER BY 2 DESC, 1`,
        [from, to],
      );
    return rows.map(({ code, count, last }) => ({ code, count, lastAt: last.toISOString() }));
  }

  /** Slowest first; those that never got so far are left out. */
  async listSlowest({ from, to }: Period, by: SlowestTurnsQuery['by'], limit: number): Promise<SlowTurn[]> {
    const column = by === 'answer' ? 'answer_ms' : 'first_words_ms';
    const rows: (Omit<SlowTurn, 'askedAt'> & { askedAt: Date })[] = await this.dataSource.query(
      `SELECT turn_id AS "turnId", asked_at AS "askedAt", model, ending, error, wait_ms AS "waitMs",
              first_words_ms AS "firstWordsMs", answer_ms AS "answerMs", output_tokens::float AS "outputTokens"
       FROM turn_figures WHERE asked_at >= $1 AND asked_at < $2 AND ${column} IS NOT NULL
       ORDER BY ${column} DESC, turn_id LIMIT $3`,
      [from, to, limit],
    );
    return rows.map((row) => ({ ...row, askedAt: row.askedAt.toISOString() }));
  }
}

function toPoint(row: PointRow): TurnPoint {
  const { completed, stopped, failed, interrupted } = row;
  const ended = completed + stopped + failed + interrupted;
  return {
    questions: row.questions,
    activeUsers: row.users,
    endings: {
      completed,
      stopped,
      failed,
      interrupted,
      lostShare: ended === 0 ? null : (failed + interrupted) / ended,
    },
    firstWords: toInTime(row.first_words),
    stored: toInTime(row.stored),
    meanAnswerMs: row.mean,
  };
}

function toInTime([count, inTime, p50Ms, p99Ms]: TimesRow): InTimeView {
  return { count, shareInTime: count === 0 ? null : inTime / count, p50Ms: p50Ms ?? null, p99Ms: p99Ms ?? null };
}
