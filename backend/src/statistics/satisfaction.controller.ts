import {
  bucketMs,
  countBuckets,
  satisfactionComparisonQuerySchema,
  satisfactionComparisonSchema,
  satisfactionViewSchema,
  statisticsSeriesQuerySchema,
  type SatisfactionComparison,
  type SatisfactionComparisonQuery,
  type SatisfactionView,
  type StatisticsSeriesQuery,
} from '@app/chat-protocol';
import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { AdminGuard } from '../auth/session.guard.js';
import { Answers } from '../rest/answers.js';
import { Parsed } from '../rest/parsed.js';
import { Summary } from '../rest/summary.js';
import { addUp, compare, toFigures, type OpinionTally } from './opinion-tally.js';
import { SatisfactionRepository } from './satisfaction.repository.js';
import { toPeriod } from './turn-statistics.repository.js';

/** How content users are, for administrators. */
@Controller('api/v1/admin/statistics/satisfaction')
@UseGuards(AdminGuard)
export class SatisfactionController {
  constructor(private readonly satisfaction: SatisfactionRepository) {}

  @Summary('Tells how content users are, over time and by model')
  @Answers(satisfactionViewSchema)
  @Get()
  @Header('Cache-Control', 'no-store')
  async get(@Query(new Parsed(statisticsSeriesQuerySchema)) query: StatisticsSeriesQuery): Promise<SatisfactionView> {
    const period = toPeriod(query);
    const width = bucketMs(query.bucket);
    const [rows, reasons] = await Promise.all([
      this.satisfaction.listOpinions(period, width),
      this.satisfaction.listReasons(period),
    ]);
    const byBucket = Map.groupBy(rows, ({ bucket }) => bucket);
    const byModel = Map.groupBy(rows, ({ model }) => model);
    return {
      total: toFigures(addUp(rows)),
      points: Array.from({ length: countBuckets(query) }, (_, bucket) => ({
        at: new Date(period.from.getTime() + bucket * width).toISOString(),
        ...toFigures(addUp(byBucket.get(bucket) ?? [])),
      })),
      models: [...byModel]
        .map(([model, theirs]) => ({ model, ...toFigures(addUp(theirs)) }))
        .toSorted((a, b) => b.up + b.down + b.scores - (a.up + a.down + a.scores)),
      reasons,
    };
  }

  @Summary('Compares how content users are in two periods, or of two models')
  @Answers(satisfactionComparisonSchema)
  @Get('comparison')
  @Header('Cache-Control', 'no-store')
  async compare(
    @Query(new Parsed(satisfactionComparisonQuerySchema)) query: SatisfactionComparisonQuery,
  ): Promise<SatisfactionComparison> {
    const { from, to, model, beforeFrom = from, beforeTo = to, beforeModel } = query;
    const [before, now] = await Promise.all([
      this.tally(beforeFrom, beforeTo, beforeModel),
      this.tally(from, to, model),
    ]);
    return compare(before, now);
  }

  private async tally(from: string, to: string, model: string | undefined): Promise<OpinionTally> {
    const period = toPeriod({ from, to });
    const rows = await this.satisfaction.listOpinions(period, period.to.getTime() - period.from.getTime());
    return addUp(model === undefined ? rows : rows.filter((row) => row.model === model));
  }
}
