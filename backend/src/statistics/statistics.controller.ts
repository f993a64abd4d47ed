import {
  bucketMs,
  countBuckets,
  slowestTurnsQuerySchema,
  slowestTurnsSchema,
  statisticsErrorsSchema,
  statisticsOverviewSchema,
  statisticsQuerySchema,
  statisticsSeriesQuerySchema,
  statisticsSeriesSchema,
  statisticsUsageQuerySchema,
  statisticsUsageSchema,
  type SlowestTurns,
  type SlowestTurnsQuery,
  type StatisticsErrors,
  type StatisticsOverview,
  type StatisticsQuery,
  type StatisticsSeries,
  type StatisticsSeriesQuery,
  type StatisticsUsage,
  type StatisticsUsageQuery,
} from '@app/chat-protocol';
import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../auth/session.guard.js';
import { Door } from '../limits/door.js';
import { Answers } from '../rest/answers.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { EMPTY_POINT, toPeriod, TurnStatisticsRepository } from './turn-statistics.repository.js';
import { UsageStatisticsRepository } from './usage-statistics.repository.js';

/** How Throughline does, for administrators: counts and durations of turns, never a word of them. */
@Controller('api/v1/admin/statistics')
@UseGuards(AdminGuard)
export class StatisticsController {
  constructor(
    private readonly turns: TurnStatisticsRepository,
    private readonly usages: UsageStatisticsRepository,
    private readonly door: Door,
  ) {}

  @Summary('Tells how answers went in a period, and what runs now')
  @Answers(statisticsOverviewSchema)
  @Get('overview')
  @Header('Cache-Control', 'no-store')
  async overview(@Query(new Parsed(statisticsQuerySchema)) query: StatisticsQuery): Promise<StatisticsOverview> {
    const period = toPeriod(query);
    const [points, now] = await Promise.all([
      this.turns.listPoints(period, period.to.getTime() - period.from.getTime()),
      this.turns.countNow(),
    ]);
    return { ...(points.get(0) ?? EMPTY_POINT), now: { ...now, socketsHere: this.door.openSockets } };
  }

  @Summary('Tells how answers went, bucket by bucket')
  @Answers(statisticsSeriesSchema)
  @Get('series')
  @Header('Cache-Control', 'no-store')
  async series(
    @Query(new Parsed(statisticsSeriesQuerySchema)) query: StatisticsSeriesQuery,
  ): Promise<StatisticsSeries> {
    const period = toPeriod(query);
    const width = bucketMs(query.bucket);
    const points = await this.turns.listPoints(period, width);
    return {
      points: Array.from({ length: countBuckets(query) }, (_, bucket) => {
        const { stored: _stored, meanAnswerMs: _mean, ...point } = points.get(bucket) ?? EMPTY_POINT;
        return { at: new Date(period.from.getTime() + bucket * width).toISOString(), ...point };
      }),
    };
  }

  @Summary('Counts errors by code')
  @Answers(statisticsErrorsSchema)
  @Get('errors')
  @Header('Cache-Control', 'no-store')
  async errors(@Query(new Parsed(statisticsQuerySchema)) query: StatisticsQuery): Promise<StatisticsErrors> {
    return { errors: await this.turns.listErrors(toPeriod(query)) };
  }

  @Summary('Lists the slowest answers')
  @Answers(slowestTurnsSchema)
  @Get('slowest')
  @Header('Cache-Control', 'no-store')
  async slowest(@Query(new Parsed(slowestTurnsQuerySchema)) query: SlowestTurnsQuery): Promise<SlowestTurns> {
    return { turns: await this.turns.listSlowest(toPeriod(query), query.by, query.limit) };
  }

  @Summary('Tells tokens and cost, by user or model')
  @Answers(statisticsUsageSchema)
  @Get('usage')
  @Header('Cache-Control', 'no-store')
  usage(@Query(new Parsed(statisticsUsageQuerySchema)) query: StatisticsUsageQuery): Promise<StatisticsUsage> {
    return this.usages.get(toPeriod(query), query.by, query.limit);
  }
}
