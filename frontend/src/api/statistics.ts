import type {
  SatisfactionComparison,
  SatisfactionView,
  SlowestTurns,
  StatisticsErrors,
  StatisticsOverview,
  StatisticsSeries,
  StatisticsUsage,
} from '@app/chat-protocol';
import { answerOf, api } from './request';

const PATH = '/api/v1/admin/statistics';

/** Two moments, ISO 8601; `to` is not included. */
interface Period {
  from: string;
  to: string;
}

type SeriesQuery = Period & { bucket: 'hour' | 'day' };

export interface ComparisonQuery extends Period {
  /** Absent = all models. */
  model?: string;
  /** What it is compared with; absent = the same period. */
  beforeFrom?: string;
  beforeTo?: string;
  beforeModel?: string;
}

export function getOverview(query: Period, signal: AbortSignal): Promise<StatisticsOverview> {
  return answerOf(api.GET(`${PATH}/overview`, { params: { query }, signal }));
}

export function getSeries(query: SeriesQuery, signal: AbortSignal): Promise<StatisticsSeries> {
  return answerOf(api.GET(`${PATH}/series`, { params: { query }, signal }));
}

export function getErrors(query: Period, signal: AbortSignal): Promise<StatisticsErrors> {
  return answerOf(api.GET(`${PATH}/errors`, { params: { query }, signal }));
}

export function getSlowest(
  query: Period & { by: 'answer' | 'first-words' },
  signal: AbortSignal,
): Promise<SlowestTurns> {
  return answerOf(api.GET(`${PATH}/slowest`, { params: { query }, signal }));
}

export function getUsage(query: Period & { by: 'user' | 'model' }, signal: AbortSignal): Promise<StatisticsUsage> {
  return answerOf(api.GET(`${PATH}/usage`, { params: { query }, signal }));
}

export function getSatisfaction(query: SeriesQuery, signal: AbortSignal): Promise<SatisfactionView> {
  return answerOf(api.GET(`${PATH}/satisfaction`, { params: { query }, signal }));
}

export function getComparison(query: ComparisonQuery, signal: AbortSignal): Promise<SatisfactionComparison> {
  return answerOf(api.GET(`${PATH}/satisfaction/comparison`, { params: { query }, signal }));
}
