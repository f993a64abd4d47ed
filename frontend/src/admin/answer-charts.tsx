import { STATISTICS_TARGETS, type StatisticsPoint } from '@app/chat-protocol';
import { lateTexts } from '../ui/late-texts';
import { ChartPanel } from './chart-panel';
import { compactOf, countOf, durationOf } from './numbers';
import { stepMsOf } from './period';
import { usePeriod } from './use-period';

interface ChartProps {
  points: readonly StatisticsPoint[];
}

/** The order they are stacked in, the good ones at the bottom. */
const ENDINGS = ['completed', 'stopped', 'interrupted', 'failed'] as const;
const ENDING_COLORS = {
  completed: 'var(--chart-1)',
  stopped: 'var(--chart-2)',
  interrupted: 'var(--chart-3)',
  failed: 'var(--chart-4)',
} as const;

export function QuestionsChart({ points }: ChartProps) {
  const { admin } = lateTexts;
  const { span } = usePeriod();
  return (
    <ChartPanel
      title={admin.charts.questions}
      empty={admin.noQuestions}
      kind="lines"
      stepMs={stepMsOf(span)}
      format={countOf}
      formatAxis={compactOf}
      series={[
        { key: 'questions', label: admin.questions, color: 'var(--chart-1)' },
        { key: 'activeUsers', label: admin.activeUsers, color: 'var(--chart-3)', isDashed: true },
      ]}
      points={points.map(({ at, questions, activeUsers }) => ({ at, values: { questions, activeUsers } }))}
    />
  );
}

export function EndingsChart({ points }: ChartProps) {
  const { admin } = lateTexts;
  const { span } = usePeriod();
  return (
    <ChartPanel
      title={admin.charts.endings}
      empty={admin.noAnswers}
      kind="stacked"
      stepMs={stepMsOf(span)}
      format={countOf}
      formatAxis={compactOf}
      series={ENDINGS.map((key) => ({ key, label: admin.endings[key], color: ENDING_COLORS[key] }))}
      points={points.map(({ at, endings }) => ({
        at,
        values: Object.fromEntries(ENDINGS.map((ending) => [ending, endings[ending]])),
      }))}
    />
  );
}

export function FirstWordsChart({ points, className }: ChartProps & { className?: string }) {
  const { admin } = lateTexts;
  const { span } = usePeriod();
  const { firstWordsMs } = STATISTICS_TARGETS;
  return (
    <ChartPanel
      title={admin.charts.firstWords}
      hint={admin.charts.firstWordsHint}
      empty={admin.noAnswers}
      className={className}
      kind="lines"
      stepMs={stepMsOf(span)}
      format={durationOf}
      target={{ value: firstWordsMs, label: admin.charts.target(durationOf(firstWordsMs)) }}
      series={[
        { key: 'p50', label: admin.charts.p50, color: 'var(--chart-1)' },
        { key: 'p99', label: admin.charts.p99, color: 'var(--chart-3)', isDashed: true },
      ]}
      points={points.map(({ at, firstWords }) => ({ at, values: { p50: firstWords.p50Ms, p99: firstWords.p99Ms } }))}
    />
  );
}
