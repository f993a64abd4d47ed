import type { ComparedFigure, SatisfactionComparison, SatisfactionFigures } from '@app/chat-protocol';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ComparisonQuery } from '../api/statistics';
import { Choice } from '../settings/choice';
import { cx } from '../ui/cx';
import { lateTexts } from '../ui/late-texts';
import { DataTable } from './data-table';
import { DayRange } from './day-range';
import { FIELD } from './field';
import { countOf, markOf, NO_NUMBER, shareOf, signedMarkOf, signedOf } from './numbers';
import { Figures, Panel } from './panel';
import { daysOf, type Span, spanBefore, spanOf } from './period';
import { WithRange } from './satisfaction-section';
import { comparisonQuery } from './statistics-queries';
import { usePeriod } from './use-period';

/** Whether people are more content than they were, or with one model than with another: the difference, how sure it is, and what follows. */
export function ComparisonPanel({ models }: { models: readonly string[] }) {
  const { comparison } = lateTexts.admin;
  const { span } = usePeriod();
  const [by, setBy] = useState<'period' | 'model'>('period');
  const [custom, setCustom] = useState<Span | null>(null);
  const [chosen, setChosen] = useState<readonly [string, string] | null>(null);
  const before = custom ?? spanBefore(span);
  const [beforeModel, nowModel] = chosen ?? [models[1], models[0]];
  const isByModel = by === 'model' && models.length > 1;
  return (
    <Panel
      title={comparison.title}
      hint={comparison.hint}
      action={
        models.length > 1 && (
          <Choice
            label={comparison.by}
            value={by}
            onChange={setBy}
            options={[
              { value: 'period', label: comparison.periods },
              { value: 'model', label: comparison.models },
            ]}
          />
        )
      }
    >
      <div className="flex flex-wrap items-center gap-2 pb-4 text-[13px]">
        {isByModel ? (
          <>
            <ModelField
              label={comparison.nowModel}
              models={models}
              value={nowModel}
              onChange={(model) => setChosen([beforeModel, model])}
            />
            <span className="text-muted-foreground">{comparison.with}</span>
            <ModelField
              label={comparison.beforeModel}
              models={models}
              value={beforeModel}
              onChange={(model) => setChosen([model, nowModel])}
            />
          </>
        ) : (
          <>
            <span className="text-muted-foreground">{comparison.periodWith}</span>
            <DayRange
              key={before.from + before.to}
              {...daysOf(before)}
              labels={[comparison.beforeFirstDay, comparison.beforeLastDay]}
              onChange={(firstDay, lastDay) => setCustom(spanOf({ firstDay, lastDay }))}
            />
          </>
        )}
      </div>
      <Result
        query={
          isByModel
            ? { ...span, model: nowModel, beforeModel }
            : { ...span, beforeFrom: before.from, beforeTo: before.to }
        }
      />
    </Panel>
  );
}

interface ModelFieldProps {
  label: string;
  models: readonly string[];
  value: string;
  onChange: (model: string) => void;
}

function ModelField({ label, models, value, onChange }: ModelFieldProps) {
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)} className={FIELD}>
      {models.map((model) => (
        <option key={model}>{model}</option>
      ))}
    </select>
  );
}

const LOOKS = {
  reached: { Icon: CircleCheck, className: 'text-success-strong' },
  missed: { Icon: TriangleAlert, className: 'text-danger' },
  undecided: { Icon: CircleDashed, className: 'text-muted-foreground' },
} as const;

interface Measure {
  key: 'upShare' | 'meanScore';
  title: string;
  /** Of this many opinions. */
  countIn: (figures: SatisfactionFigures) => number;
  format: (value: number) => string;
  /** Of a difference. */
  formatDifference: (value: number) => string;
}

function Result({ query }: { query: ComparisonQuery }) {
  const { comparison, satisfaction } = lateTexts.admin;
  const measures: Measure[] = [
    {
      key: 'upShare',
      title: satisfaction.upShare,
      countIn: ({ up, down }) => up + down,
      format: shareOf,
      formatDifference: (value) => comparison.points(signedOf(100 * value)),
    },
    {
      key: 'meanScore',
      title: satisfaction.meanScore,
      countIn: ({ scores }) => scores,
      format: markOf,
      formatDifference: signedMarkOf,
    },
  ];
  return (
    <Figures query={useQuery(comparisonQuery(query))}>
      {(data) => (
        <>
          <ul className="space-y-1.5 pb-4">
            {measures.map((measure) => (
              <Verdict key={measure.key} title={measure.title} figure={data[measure.key]} />
            ))}
          </ul>
          <DataTable
            label={comparison.title}
            className="-mx-5 border-t pt-3"
            rows={measures}
            keyOf={({ key }) => key}
            columns={columns(data)}
          />
        </>
      )}
    </Figures>
  );
}

function Verdict({ title, figure }: { title: string; figure: ComparedFigure | null }) {
  const { comparison } = lateTexts.admin;
  const target = figure?.target ?? 'undecided';
  const { Icon, className } = LOOKS[target];
  return (
    <li className="flex items-start gap-2 text-sm leading-5">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', className)} />
      <span>
        <span className="font-medium">
          {title}: {comparison.targets[target]}.
        </span>{' '}
        <span className="text-muted-foreground">
          {figure === null ? comparison.nothing : comparison.verdicts[figure.verdict]}
        </span>
      </span>
    </li>
  );
}

function columns(data: SatisfactionComparison) {
  const { comparison } = lateTexts.admin;
  const side = (which: 'before' | 'now') => ({
    key: which,
    title: comparison[which],
    isNumber: true,
    cell: ({ key, format, countIn }: Measure) => (
      <>
        <WithRange estimate={data[which][key]} format={format} />
        <span className="block text-xs text-muted-foreground">{comparison.of(countOf(countIn(data[which])))}</span>
      </>
    ),
  });
  return [
    { key: 'measure', title: comparison.measure, cell: ({ title }: Measure) => title },
    side('before'),
    side('now'),
    {
      key: 'difference',
      title: comparison.difference,
      isNumber: true,
      cell: ({ key, formatDifference }: Measure) => (
        <WithRange estimate={data[key]?.difference ?? null} format={formatDifference} />
      ),
    },
    {
      key: 'change',
      title: comparison.change,
      isNumber: true,
      cell: ({ key }: Measure) => {
        const ratio = data[key]?.ratio ?? null;
        return ratio === null ? NO_NUMBER : <WithRange estimate={ratio} format={changeOf} />;
      },
    },
  ];
}

/** A ratio as the percent it rose or fell by. */
function changeOf(ratio: number): string {
  return `${signedOf(100 * (ratio - 1))} %`;
}
