import {
  type Estimate,
  FEEDBACK_REASONS,
  type FeedbackReason,
  type SatisfactionFigures,
  type SatisfactionView,
} from '@app/chat-protocol';
import { useQuery } from '@tanstack/react-query';
import { lateTexts } from '../ui/late-texts';
import { ChartPanel } from './chart-panel';
import { ComparisonPanel } from './comparison-panel';
import { type Column, DataTable } from './data-table';
import { Figure, FigureRow } from './figure';
import { countOf, markOf, NO_NUMBER, shareOf } from './numbers';
import { Figures, Nothing, Panel } from './panel';
import { stepMsOf } from './period';
import { satisfactionQuery } from './statistics-queries';
import { usePeriod } from './use-period';

/** What people think of the answers. */
export function SatisfactionSection() {
  const { span } = usePeriod();
  const query = useQuery(satisfactionQuery(span));
  return (
    <Figures query={query} isWithTiles>
      {(data) => (
        <div className="space-y-4">
          <Totals total={data.total} />
          <ComparisonPanel models={data.models.map(({ model }) => model).filter((model) => model !== null)} />
          <Charts points={data.points} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <Models models={data.models} />
            <Reasons reasons={data.reasons} />
          </div>
        </div>
      )}
    </Figures>
  );
}

/** Where the true value lies, in words. */
export function rangeOf(estimate: Estimate | null, format: (value: number) => string): string | undefined {
  const interval = estimate?.interval;
  if (!interval) return undefined;
  const { satisfaction } = lateTexts.admin;
  return interval.upper === null
    ? satisfaction.atLeast(format(interval.lower))
    : satisfaction.between(format(interval.lower), format(interval.upper));
}

function Totals({ total }: { total: SatisfactionFigures }) {
  const { satisfaction } = lateTexts.admin;
  const { up, down, upShare, scores, meanScore } = total;
  return (
    <FigureRow>
      <Figure
        label={satisfaction.upShare}
        value={upShare === null ? NO_NUMBER : shareOf(upShare.value)}
        hint={rangeOf(upShare, shareOf)}
      />
      <Figure
        label={satisfaction.thumbs}
        value={countOf(up + down)}
        hint={satisfaction.upAndDown(countOf(up), countOf(down))}
      />
      <Figure
        label={satisfaction.meanScore}
        value={meanScore === null ? NO_NUMBER : markOf(meanScore.value)}
        hint={rangeOf(meanScore, markOf) ?? satisfaction.outOf}
      />
      <Figure label={satisfaction.scores} value={countOf(scores)} hint={satisfaction.scoresHint} />
    </FigureRow>
  );
}

function Charts({ points }: Pick<SatisfactionView, 'points'>) {
  const { satisfaction } = lateTexts.admin;
  const { span } = usePeriod();
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartPanel
        title={satisfaction.upShareOverTime}
        empty={satisfaction.noThumbs}
        kind="lines"
        stepMs={stepMsOf(span)}
        format={shareOf}
        range={[0, 1]}
        series={[{ key: 'upShare', label: satisfaction.upShare, color: 'var(--chart-1)' }]}
        points={points.map(({ at, upShare }) => ({ at, values: { upShare: upShare?.value ?? null } }))}
      />
      <ChartPanel
        title={satisfaction.meanScoreOverTime}
        empty={satisfaction.noScores}
        kind="lines"
        stepMs={stepMsOf(span)}
        format={markOf}
        formatAxis={countOf}
        range={[1, 5]}
        series={[{ key: 'meanScore', label: satisfaction.meanScore, color: 'var(--chart-1)' }]}
        points={points.map(({ at, meanScore }) => ({ at, values: { meanScore: meanScore?.value ?? null } }))}
      />
    </div>
  );
}

function modelColumns(): Column<SatisfactionView['models'][number]>[] {
  const { satisfaction, unknownModel } = lateTexts.admin;
  return [
    { key: 'model', title: satisfaction.model, cell: ({ model }) => model ?? unknownModel },
    {
      key: 'up',
      title: satisfaction.upShare,
      isNumber: true,
      cell: ({ upShare }) => <WithRange estimate={upShare} format={shareOf} />,
    },
    { key: 'thumbs', title: satisfaction.thumbs, isNumber: true, cell: ({ up, down }) => countOf(up + down) },
    {
      key: 'score',
      title: satisfaction.meanScore,
      isNumber: true,
      cell: ({ meanScore }) => <WithRange estimate={meanScore} format={markOf} />,
    },
    { key: 'scores', title: satisfaction.scores, isNumber: true, cell: ({ scores }) => countOf(scores) },
  ];
}

function Models({ models }: Pick<SatisfactionView, 'models'>) {
  const { satisfaction } = lateTexts.admin;
  return (
    <Panel title={satisfaction.byModel} isFlush>
      {models.length === 0 ? (
        <Nothing>{satisfaction.noOpinions}</Nothing>
      ) : (
        <DataTable
          label={satisfaction.byModel}
          rows={models}
          keyOf={({ model }) => model ?? ''}
          columns={modelColumns()}
        />
      )}
    </Panel>
  );
}

export function WithRange({ estimate, format }: { estimate: Estimate | null; format: (value: number) => string }) {
  if (estimate === null) return NO_NUMBER;
  const range = rangeOf(estimate, format);
  return (
    <>
      {format(estimate.value)}
      {range !== undefined && <span className="block text-xs text-muted-foreground">{range}</span>}
    </>
  );
}

function Reasons({ reasons }: Pick<SatisfactionView, 'reasons'>) {
  const { satisfaction } = lateTexts.admin;
  const most = Math.max(...reasons.map(({ count }) => count));
  return (
    <Panel title={satisfaction.reasons}>
      {reasons.length === 0 ? (
        <Nothing>{satisfaction.noReasons}</Nothing>
      ) : (
        <ul className="space-y-3 text-[13px] leading-5">
          {reasons.map(({ reason, count }) => (
            <li key={reason}>
              <span className="flex justify-between gap-3">
                {isKnown(reason) ? lateTexts.feedback.reasons[reason] : reason}
                <span className="tabular-nums">{countOf(count)}</span>
              </span>
              <Share value={count / most} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** How long a bar is beside the longest, 0–1. */
export function Share({ value }: { value: number }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className="mt-1 block h-1 w-full overflow-hidden rounded-full"
    >
      <rect width="100" height="4" fill="var(--accent)" />
      <rect width={100 * value} height="4" fill="var(--chart-1)" />
    </svg>
  );
}

function isKnown(reason: string): reason is FeedbackReason {
  return Object.values(FEEDBACK_REASONS).some((known: readonly string[]) => known.includes(reason));
}
