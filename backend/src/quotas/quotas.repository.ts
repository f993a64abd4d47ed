import { stepTo } from '../conversations/branches.js';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { QuotaPeriod } from './token-usage.entity.js';

/** Most tokens of each period, of a user who has no quota of their own and of all; null = no limit. */
export type QuotaLimits = Record<'user' | 'all', Record<QuotaPeriod, number | null>>;

/** Who holds tokens back: a turn, or a call beside them. */
export interface Holder {
  /** Of the turn; a new UUID for a call beside them. */
  id: string;
  userId: string;
  /** False = it is queued. */
  hasBegun: boolean;
}

/** What a turn may use at most. */
export interface TokenBounds {
  inputTokens: number;
  outputTokens: number;
}

/** What a turn did use. */
export interface SpentTokens {
  /** As the AI service counted them; null = it did not come to that. */
  tokens: number | null;
  /** Size of what came of the answer, which stands for its tokens where the service told none. */
  outputBytes: number;
  /** False = the service never worked on it, so that it costs nothing. */
  wasAsked: boolean;
}

/** A user's questions, with the one that was counted. */
export interface CountedSend {
  /** Of this minute. */
  sends: number;
  /** Milliseconds until the next minute. */
  leftMs: number;
  /** The user has a quota of their own. */
  hasOwnQuota: boolean;
}

/** A quota of which nothing is left for now. */
export interface UsedUpQuota {
  /** True = only because answers in the making hold back what they may use. */
  isReserved: boolean;
  /** Milliseconds until its period ends. */
  endsInMs: number;
}

/** What a turn may have used of which nobody knows. */
const MOST_USED = `CASE WHEN has_begun THEN input_tokens + output_tokens ELSE 0 END`;
const TODAY = `(now() AT TIME ZONE 'UTC')::date`;
const scopesOf = (user: string, day: string) => `
  VALUES ('', 'day', ${day}), ('', 'month', date_trunc('month', ${day}::timestamp)::date),
         (${user}, 'day', ${day}), (${user}, 'month', date_trunc('month', ${day}::timestamp)::date)`;
const LIMIT_OF = (user: string, period: string) => `
  CASE WHEN ${user} = '' THEN CASE ${period} WHEN 'day' THEN $4::bigint ELSE $5::bigint END
       ELSE (SELECT CASE ${period} WHEN 'day' THEN coalesce(o.quota_per_day, $2::bigint)
                                  ELSE coalesce(o.quota_per_month, $3::bigint) END FROM users o WHERE o.id = $1) END`;
const HAS_OWN_QUOTA = `EXISTS (
  SELECT FROM users o WHERE o.id = $1 AND (o.quota_per_day IS NOT NULL OR o.quota_per_month IS NOT NULL))`;

const IS_OVER = `send_rates.window_start <= now() - interval '1 minute'`;

/**
 * Counts a new question of user $1 if `source` has a row, and holds the user's count until the transaction ends: questions
 * of one user are taken in one at a time. Returns a CountedSend.
 */
export const countSend = (source: string) =>
  `INSERT INTO send_rates (user_id, window_start, sends) SELECT $1, now(), 1 FROM ${source}
   ON CONFLICT (user_id) DO UPDATE SET
     sends = CASE WHEN ${IS_OVER} THEN 1 ELSE send_rates.sends + 1 END,
     window_start = CASE WHEN ${IS_OVER} THEN now() ELSE send_rates.window_start END
   RETURNING sends, greatest(1, ceil(extract(
     epoch FROM window_start + interval '1 minute' - clock_timestamp()) * 1000))::int AS "leftMs",
   ${HAS_OWN_QUOTA} AS "hasOwnQuota"`;

/** Every query on used and reserved tokens. Rows of usage are always locked in one order: everybody's first, a day before its month. */
@Injectable()
export class QuotasRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Holds back what a turn or call may use, where of every quota something is left: so a quota is passed by one answer at most.
   * Returns whether it did; after a no the caller's transaction must be rolled back.
   */
  async reserve(manager: EntityManager, holder: Holder, bounds: TokenBounds, limits: QuotaLimits): Promise<boolean> {
    const { inputTokens, outputTokens } = bounds;
    const counted: unknown[] = await manager.query(
      `WITH reservation AS (
         INSERT INTO token_reservations (turn_id, user_id, reserved_on, input_tokens, output_tokens, has_begun)
         VALUES ($6::uuid, $1, ${TODAY}, $7::bigint, $8::bigint, $9::boolean)
       ), counted AS (
         INSERT INTO token_usage (user_id, period, starts_on, reserved)
         SELECT s.user_id, s.period, s.starts_on, $7::bigint + $8::bigint
         FROM (${scopesOf('$1::text', TODAY)}) AS s (user_id, period, starts_on)
         ORDER BY s.user_id, s.period, s.starts_on
         ON CONFLICT (user_id, period, starts_on) DO UPDATE SET reserved = token_usage.reserved + excluded.reserved
         WHERE token_usage.used + token_usage.reserved
               < coalesce(${LIMIT_OF('excluded.user_id', 'excluded.period')}, 9223372036854775807)
         RETURNING user_id, period
       )
       SELECT user_id, period FROM counted`,
      [holder.userId, ...toParameters(limits), holder.id, inputTokens, outputTokens, holder.hasBegun],
    );
    return counted.length === 4;
  }

  async hasOwnQuota(userId: string): Promise<boolean> {
    const [row]: { found: boolean }[] = await this.dataSource.query(`SELECT ${HAS_OWN_QUOTA} AS found`, [userId]);
    return row.found;
  }

  /** What users used of this day and month, with what is held back for them; no row = nothing. */
  async listUsed(userIds: string[]): Promise<{ userId: string; period: QuotaPeriod; tokens: number }[]> {
    return this.dataSource.query(
      `SELECT user_id AS "userId", period, (used + reserved)::float8 AS tokens FROM token_usage
       WHERE user_id = ANY($1)
         AND starts_on = CASE period WHEN 'day' THEN ${TODAY} ELSE date_trunc('month', ${TODAY}::timestamp)::date END`,
      [userIds],
    );
  }

  /** The quotas that keep a user from asking now. */
  async listUsedUp(manager: EntityManager, userId: string, limits: QuotaLimits): Promise<UsedUpQuota[]> {
    return manager.query(
      `SELECT u.used < l.quota AS "isReserved",
              greatest(0, ceil(extract(epoch FROM (
                CASE u.period WHEN 'day' THEN u.starts_on + interval '1 day' ELSE u.starts_on + interval '1 month' END
              ) AT TIME ZONE 'UTC' - now()) * 1000))::float8 AS "endsInMs"
       FROM (${scopesOf('$1::text', TODAY)}) AS s (user_id, period, starts_on)
       JOIN token_usage u USING (user_id, period, starts_on)
       CROSS JOIN LATERAL (SELECT ${LIMIT_OF('u.user_id', 'u.period')} AS quota) AS l
       WHERE u.used + u.reserved >= l.quota`,
      [userId, ...toParameters(limits)],
    );
  }

  /** A queued turn begins. */
  async begin(manager: EntityManager, turnId: string): Promise<void> {
    await manager.query(`UPDATE token_reservations SET has_begun = true WHERE turn_id = $1`, [turnId]);
  }

  /** Turns what a turn held back into what it used. Does so once, however often it is called. */
  async settle(manager: EntityManager, turnId: string, spent: SpentTokens): Promise<void> {
    await manager.query(
      settling(
        `DELETE FROM token_reservations WHERE turn_id = $1`,
        `coalesce($2::bigint, CASE WHEN $4::boolean THEN input_tokens + least($3::bigint, output_tokens) ELSE 0 END)`,
      ),
      [turnId, spent.tokens, spent.outputBytes, spent.wasAsked],
    );
  }

  /** What a turn held back that has not been settled; null = nothing. */
  async findBounds(turnId: string): Promise<TokenBounds | null> {
    const [row]: TokenBounds[] = await this.dataSource.query(
      `SELECT input_tokens::float8 AS "inputTokens", output_tokens::float8 AS "outputTokens"
       FROM token_reservations WHERE turn_id = $1`,
      [turnId],
    );
    return row ?? null;
  }

  /** Settles what turns left behind that were deleted while they ran: what they used is unknown, so it counts as all. */
  async settleOrphans(): Promise<void> {
    await this.dataSource.query(
      settling(
        `DELETE FROM token_reservations r WHERE created_at < now() - interval '1 minute' AND NOT EXISTS (
           SELECT 1 FROM turns t WHERE t.id = r.turn_id AND t.status IN ('queued', 'running'))`,
        MOST_USED,
      ),
    );
  }

  /**
   * Counts what a user used and holds back for another one: a guest has got an account. Reservations first, as those
   * who settle them do.
   */
  async move(manager: EntityManager, fromUserId: string, toUserId: string): Promise<void> {
    await manager.query(`UPDATE token_reservations SET user_id = $2 WHERE user_id = $1`, [fromUserId, toUserId]);
    await manager.query(
      `INSERT INTO token_usage (user_id, period, starts_on, used, reserved)
       SELECT $2, period, starts_on, used, reserved FROM token_usage WHERE user_id = $1 ORDER BY period, starts_on
       ON CONFLICT (user_id, period, starts_on) DO UPDATE SET
         used = token_usage.used + excluded.used, reserved = token_usage.reserved + excluded.reserved`,
      [fromUserId, toUserId],
    );
    await this.drop(manager, fromUserId);
  }

  /** Lets a user go who is deleted: what is held back for them counts as used, in the total that stays. */
  async forget(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(settling(`DELETE FROM token_reservations WHERE user_id = $1`, MOST_USED), [userId]);
    await this.drop(manager, userId);
  }

  private async drop(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(`DELETE FROM token_usage WHERE user_id = $1`, [userId]);
    await manager.query(`DELETE FROM send_rates WHERE user_id = $1`, [userId]);
  }

  /** Drops counts that nobody asks for any more. */
  async expire(): Promise<void> {
    await this.dataSource.query(`DELETE FROM token_usage WHERE starts_on < ${TODAY} - 400`);
    await this.dataSource.query(`DELETE FROM send_rates WHERE window_start < now() - interval '1 hour'`);
  }

  /**
   * Most tokens that a turn's question, an answer it goes on with, and the conversation before them can be. The service counted the answers before it, which
   * says what their questions were; what nobody has counted has at most a token for each byte.
   */
  async boundInput(
    manager: EntityManager,
    turn: { userId: string; conversationId: string; userMessageId: string; continuesId: string | null },
    perMessage: number,
  ): Promise<number> {
    const [row]: { tokens: number }[] = await manager.query(
      `WITH RECURSIVE branch AS (
         SELECT parent_id, octet_length(content) AS bytes,
                (usage ->> 'inputTokens')::bigint + (usage ->> 'outputTokens')::bigint AS counted
         FROM messages WHERE user_id = $1 AND conversation_id = $2 AND id = $3
         UNION ALL
         SELECT m.parent_id, octet_length(m.content),
                (m.usage ->> 'inputTokens')::bigint + (m.usage ->> 'outputTokens')::bigint
         FROM branch b
         CROSS JOIN LATERAL (${stepTo('m.id = b.parent_id')}) m
         WHERE b.counted IS NULL)
       SELECT (sum(coalesce(counted, bytes) + $4)
         + coalesce((SELECT octet_length(instructions) FROM conversations WHERE user_id = $1 AND id = $2), 0)
         + coalesce((SELECT octet_length(instructions) FROM user_settings WHERE user_id = $1), 0))::float8 AS tokens
       FROM branch`,
      [turn.userId, turn.conversationId, turn.continuesId ?? turn.userMessageId, perMessage],
    );
    return row.tokens;
  }

  /** Takes back what was counted: it was no new question. */
  async uncountSend(manager: EntityManager, userId: string): Promise<void> {
    await manager.query(`UPDATE send_rates SET sends = sends - 1 WHERE user_id = $1`, [userId]);
  }
}

function toParameters({ user, all }: QuotaLimits): (number | null)[] {
  return [user.day, user.month, all.day, all.month];
}

/** Takes reservations away and counts what was used of them. */
function settling(taking: string, used: string): string {
  return `
    WITH gone AS (${taking} RETURNING user_id, reserved_on, input_tokens, output_tokens, has_begun),
    spent AS (SELECT user_id, reserved_on, input_tokens + output_tokens AS reserved, ${used} AS used FROM gone),
    deltas AS (
      SELECT s.user_id, s.period, s.starts_on, sum(g.used) AS used, sum(g.reserved) AS reserved
      FROM spent g CROSS JOIN LATERAL (${scopesOf('g.user_id', 'g.reserved_on')}) AS s (user_id, period, starts_on)
      GROUP BY 1, 2, 3),
    held AS (
      SELECT u.user_id, u.period, u.starts_on FROM token_usage u JOIN deltas USING (user_id, period, starts_on)
      ORDER BY u.user_id, u.period, u.starts_on FOR UPDATE OF u)
    UPDATE token_usage u SET used = u.used + d.used, reserved = u.reserved - d.reserved
    FROM deltas d JOIN held h USING (user_id, period, starts_on)
    WHERE u.user_id = d.user_id AND u.period = d.period AND u.starts_on = d.starts_on`;
}
