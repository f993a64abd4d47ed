import { z } from 'zod';
import { ERRORS } from './error-codes.js';
import { keysOf, named, time } from './named-schema.js';
import type {
  ComparedFigure,
  EndingsView,
  Estimate,
  InTimeView,
  Interval,
  SatisfactionComparison,
  SatisfactionFigures,
  SatisfactionView,
  SlowestTurns,
  SlowTurn,
  StatisticsErrors,
  StatisticsOverview,
  StatisticsPoint,
  StatisticsSeries,
  StatisticsUsage,
  UsageOf,
  UsageView,
} from './statistics.js';
import type { SurveyView } from './survey.js';

// What the survey and the statistics answer; survey.ts and statistics.ts say what each thing means.

const count = z.int().min(0);
const milliseconds = z.number().nullable();
const share = z.number().min(0).max(1).nullable();

export const surveyViewSchema = named<SurveyView>('SurveyView', z.strictObject({ isDue: z.boolean() }));

const inTimeSchema = named<InTimeView>(
  'InTimeView',
  z.strictObject({ count, shareInTime: share, p50Ms: milliseconds, p99Ms: milliseconds }),
);

const ending = z.enum(['completed', 'stopped', 'failed', 'interrupted']);

const endingsSchema = named<EndingsView>(
  'EndingsView',
  z.strictObject({ completed: count, stopped: count, failed: count, interrupted: count, lostShare: share }),
);

export const statisticsOverviewSchema = named<StatisticsOverview>(
  'StatisticsOverview',
  z.strictObject({
    questions: count,
    activeUsers: count,
    firstWords: inTimeSchema,
    stored: inTimeSchema,
    meanAnswerMs: milliseconds,
    endings: endingsSchema,
    now: z.strictObject({ running: count, queued: count, processes: count, socketsHere: count }),
  }),
);

const pointSchema = named<StatisticsPoint>(
  'StatisticsPoint',
  z.strictObject({
    at: time,
    questions: count,
    activeUsers: count,
    endings: endingsSchema,
    firstWords: inTimeSchema,
  }),
);

export const statisticsSeriesSchema = named<StatisticsSeries>(
  'StatisticsSeries',
  z.strictObject({ points: z.array(pointSchema) }),
);

export const statisticsErrorsSchema = named<StatisticsErrors>(
  'StatisticsErrors',
  z.strictObject({ errors: z.array(z.strictObject({ code: keysOf(ERRORS), count, lastAt: time })) }),
);

const slowTurnSchema = named<SlowTurn>(
  'SlowTurn',
  z.strictObject({
    turnId: z.string(),
    askedAt: time,
    model: z.string().nullable(),
    ending,
    error: keysOf(ERRORS).nullable(),
    waitMs: milliseconds,
    firstWordsMs: milliseconds,
    answerMs: milliseconds,
    outputTokens: count.nullable(),
  }),
);

export const slowestTurnsSchema = named<SlowestTurns>(
  'SlowestTurns',
  z.strictObject({ turns: z.array(slowTurnSchema) }),
);

const usage = {
  turns: count,
  inputTokens: count,
  outputTokens: count,
  cost: z.number().nullable().describe('US dollars; null = no turn of them has a price.'),
  turnsWithoutCost: count,
};

const usageSchema = named<UsageView>('UsageView', z.strictObject(usage));

const usageOfSchema = named<UsageOf>(
  'UsageOf',
  z.strictObject({ key: z.string().nullable(), name: z.string().nullable(), email: z.string().nullable(), ...usage }),
);

export const statisticsUsageSchema = named<StatisticsUsage>(
  'StatisticsUsage',
  z.strictObject({
    top: z.array(usageOfSchema),
    rest: z.strictObject({ count, ...usage }).nullable(),
    total: usageSchema,
  }),
);

const intervalSchema = named<Interval>(
  'Interval',
  z.strictObject({ lower: z.number(), upper: z.number().nullable().describe('Null = without bound.') }),
);

const estimateSchema = named<Estimate>(
  'Estimate',
  z.strictObject({
    value: z.number(),
    interval: intervalSchema.nullable().describe('95 %; null = too few to tell.'),
  }),
);

const figures = {
  up: count,
  down: count,
  upShare: estimateSchema.nullable(),
  scores: count,
  meanScore: estimateSchema.nullable(),
};

const figuresSchema = named<SatisfactionFigures>('SatisfactionFigures', z.strictObject(figures));

export const satisfactionViewSchema = named<SatisfactionView>(
  'SatisfactionView',
  z.strictObject({
    total: figuresSchema,
    points: z.array(z.strictObject({ at: time, ...figures })),
    models: z.array(z.strictObject({ model: z.string().nullable(), ...figures })),
    reasons: z.array(z.strictObject({ reason: z.string(), count })),
  }),
);

const comparedSchema = named<ComparedFigure>(
  'ComparedFigure',
  z.strictObject({
    difference: estimateSchema,
    ratio: estimateSchema.nullable(),
    verdict: z.enum(['higher', 'lower', 'undecided']),
    target: z.enum(['reached', 'missed', 'undecided']),
  }),
);

export const satisfactionComparisonSchema = named<SatisfactionComparison>(
  'SatisfactionComparison',
  z.strictObject({
    before: figuresSchema,
    now: figuresSchema,
    upShare: comparedSchema.nullable(),
    meanScore: comparedSchema.nullable(),
  }),
);
