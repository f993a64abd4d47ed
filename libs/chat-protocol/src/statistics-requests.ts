import { z } from 'zod';
import { REST_LIMITS } from './limits.js';
import { limit, text } from './request-fields.js';

const HOUR_MS = 3_600_000;
const BUCKET_MS = { hour: HOUR_MS, day: 24 * HOUR_MS } as const;
/** Most buckets of a series: a month of hours. */
const MOST_BUCKETS = 750;
const MOST_DAYS = 400;

const moment = z.iso.datetime({ offset: true });
const model = z.string().min(1).max(200);

const isPeriod = (from: string, to: string) => {
  const days = (Date.parse(to) - Date.parse(from)) / BUCKET_MS.day;
  return days > 0 && days <= MOST_DAYS;
};
const notAPeriod = { path: ['to'], error: `is after from, by ${MOST_DAYS} days at most` };

/** How many buckets a period has, the last one cut short by its end. */
export function countBuckets({ from, to, bucket }: StatisticsSeriesQuery): number {
  return Math.ceil((Date.parse(to) - Date.parse(from)) / BUCKET_MS[bucket]);
}

/** Length of a bucket in milliseconds. */
export function bucketMs(bucket: StatisticsSeriesQuery['bucket']): number {
  return BUCKET_MS[bucket];
}

const period = z.object({ from: moment, to: moment });

export const statisticsQuerySchema = period.refine(({ from, to }) => isPeriod(from, to), notAPeriod);

export type StatisticsQuery = z.infer<typeof statisticsQuerySchema>;

export const statisticsSeriesQuerySchema = period
  .extend({ bucket: z.enum(['hour', 'day']).default('day') })
  .refine(({ from, to }) => isPeriod(from, to), notAPeriod)
  .refine((query) => countBuckets(query) <= MOST_BUCKETS, {
    path: ['bucket'],
    error: `is too short: ${MOST_BUCKETS} buckets at most`,
  });

export type StatisticsSeriesQuery = z.infer<typeof period> & { bucket: 'hour' | 'day' };

export const slowestTurnsQuerySchema = period
  .extend({ by: z.enum(['answer', 'first-words']).default('answer'), limit: limit(100, 20) })
  .refine(({ from, to }) => isPeriod(from, to), notAPeriod);

export type SlowestTurnsQuery = z.infer<typeof slowestTurnsQuerySchema>;

export const statisticsUsageQuerySchema = period
  .extend({ by: z.enum(['user', 'model']).default('user'), limit: limit(100, 10) })
  .refine(({ from, to }) => isPeriod(from, to), notAPeriod);

export type StatisticsUsageQuery = z.infer<typeof statisticsUsageQuerySchema>;

export const satisfactionComparisonQuerySchema = period
  .extend({
    model: model.optional(),
    beforeFrom: moment.optional(),
    beforeTo: moment.optional(),
    beforeModel: model.optional(),
  })
  .refine(({ from, to }) => isPeriod(from, to), notAPeriod)
  .refine(({ from, to, beforeFrom = from, beforeTo = to }) => isPeriod(beforeFrom, beforeTo), {
    ...notAPeriod,
    path: ['beforeTo'],
  });

export type SatisfactionComparisonQuery = z.infer<typeof satisfactionComparisonQuerySchema>;

export const surveyAnswerSchema = z.strictObject({
  score: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]).nullable(),
  comment: text(REST_LIMITS.commentCharacters).default(''),
});
