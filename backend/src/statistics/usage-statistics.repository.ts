import type { StatisticsUsage, StatisticsUsageQuery, UsageView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import type { Period } from './turn-statistics.repository.js';

/** Tokens and money. */
@Injectable()
export class UsageStatisticsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Of answers that ended: the `limit` users or models with the most tokens, and the others together. */
  async get({ from, to }: Period, by: StatisticsUsageQuery['by'], limit: number): Promise<StatisticsUsage> {
    const prices = Object.entries(this.config.get('CHAT_PRICES', { infer: true }));
    const rows: UsageRow[] = await this.dataSource.query(
      `WITH priced AS (
         SELECT f.${by === 'user' ? 'user_id' : 'model'} AS key, f.input_tokens, f.output_tokens,
                (f.input_tokens * p.input + f.output_tokens * p.output) / 1000000 AS cost
         FROM turn_figures f
         LEFT JOIN unnest($3::text[], $4::float[], $5::float[]) AS p (model, input, output) ON p.model = f.model
         WHERE f.asked_at >= $1 AND f.asked_at < $2
       ), used AS (
         SELECT key, count(*) AS turns, coalesce(sum(input_tokens), 0) AS input, coalesce(sum(output_tokens), 0) AS output,
                sum(cost) AS cost, count(*) - count(cost) AS without
         FROM priced GROUP BY key
       ), ranked AS (
         SELECT *, least(row_number() OVER (ORDER BY input + output DESC, turns DESC, key), $6 + 1) AS place FROM used
       )
       SELECT r.place::int, (r.place > $6) AS "isRest", min(r.key) AS key, count(*)::int AS count,
              ${by === 'user' ? 'min(u.name)' : 'min(r.key)'} AS name,
              ${by === 'user' ? 'min(CASE WHEN NOT u.is_guest THEN u.email END)' : 'NULL'} AS email,
              sum(r.turns)::float AS turns, sum(r.input)::float AS input, sum(r.output)::float AS output,
              sum(r.cost)::float AS cost, sum(r.without)::float AS without
       FROM ranked r ${by === 'user' ? 'LEFT JOIN users u ON u.id = r.key AND r.place <= $6' : ''}
       GROUP BY r.place ORDER BY r.place`,
      [
        from,
        to,
        prices.map(([model]) => model),
        prices.map(([, price]) => price.input),
        prices.map(([, price]) => price.output),
        limit,
      ],
    );
    const rest = rows.find(({ isRest }) => isRest);
    return {
      top: rows
        .filter(({ isRest }) => !isRest)
        .map((row) => ({ key: row.key, name: row.name, email: row.email, ...toView(row) })),
      rest: rest ? { count: rest.count, ...toView(rest) } : null,
      total: addUp(rows.map(toView)),
    };
  }
}

interface UsageRow {
  place: number;
  isRest: boolean;
  key: string | null;
  count: number;
  name: string | null;
  email: string | null;
  turns: number;
  input: number;
  output: number;
  cost: number | null;
  without: number;
}

function toView({ turns, input, output, cost, without }: UsageRow): UsageView {
  return { turns, inputTokens: input, outputTokens: output, cost, turnsWithoutCost: without };
}

function addUp(views: UsageView[]): UsageView {
  const sum = (pick: (view: UsageView) => number) => views.reduce((total, view) => total + pick(view), 0);
  return {
    turns: sum(({ turns }) => turns),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: views.some(({ cost }) => cost !== null) ? sum(({ cost }) => cost ?? 0) : null,
    turnsWithoutCost: sum(({ turnsWithoutCost }) => turnsWithoutCost),
  };
}
