import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type ComparisonQuery,
  getComparison,
  getErrors,
  getOverview,
  getSatisfaction,
  getSeries,
  getSlowest,
  getUsage,
} from '../api/statistics';
import { bucketOf, type Span } from './period';

/** How often figures are asked for again; not while the page is out of sight. */
const LIVE_MS = 15_000;
const CALM_MS = 60_000;

export const statisticsKey = ['admin', 'statistics'];
const key = (name: string, ...rest: unknown[]) => [...statisticsKey, name, ...rest];
/** The old figures stay until the new ones are there. */
const calm = { staleTime: 0, refetchInterval: CALM_MS, placeholderData: keepPreviousData } as const;

export const overviewQuery = (span: Span) =>
  queryOptions({
    ...calm,
    queryKey: key('overview', span),
    queryFn: ({ signal }) => getOverview(span, signal),
    refetchInterval: LIVE_MS,
  });

export const seriesQuery = (span: Span) =>
  queryOptions({
    ...calm,
    queryKey: key('series', span),
    queryFn: ({ signal }) => getSeries({ ...span, bucket: bucketOf(span) }, signal),
  });

export const errorsQuery = (span: Span) =>
  queryOptions({ ...calm, queryKey: key('errors', span), queryFn: ({ signal }) => getErrors(span, signal) });

export const slowestQuery = (span: Span, by: 'answer' | 'first-words') =>
  queryOptions({
    ...calm,
    queryKey: key('slowest', span, by),
    queryFn: ({ signal }) => getSlowest({ ...span, by }, signal),
  });

export const usageQuery = (span: Span, by: 'user' | 'model') =>
  queryOptions({
    ...calm,
    queryKey: key('usage', span, by),
    queryFn: ({ signal }) => getUsage({ ...span, by }, signal),
  });

export const satisfactionQuery = (span: Span) =>
  queryOptions({
    ...calm,
    queryKey: key('satisfaction', span),
    queryFn: ({ signal }) => getSatisfaction({ ...span, bucket: bucketOf(span) }, signal),
  });

export const comparisonQuery = (query: ComparisonQuery) =>
  queryOptions({
    ...calm,
    queryKey: key('comparison', query),
    queryFn: ({ signal }) => getComparison(query, signal),
  });
