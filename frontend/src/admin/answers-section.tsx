import type { SlowTurn, StatisticsErrors } from '@app/chat-protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Choice } from '../settings/choice';
import { lateTexts } from '../ui/late-texts';
import { EndingsChart, FirstWordsChart } from './answer-charts';
import { type Column, DataTable } from './data-table';
import { countOf, durationOf, NO_NUMBER } from './numbers';
import { Figures, Nothing, Panel } from './panel';
import { momentOf } from './period';
import { errorsQuery, seriesQuery, slowestQuery } from './statistics-queries';
import { usePeriod } from './use-period';

/** How answers ended, how fast they were, and what went wrong. */
export function AnswersSection() {
  const { span } = usePeriod();
  const series = useQuery(seriesQuery(span));
  const errors = useQuery(errorsQuery(span));
  return (
    <div className="space-y-4">
      <Figures query={series}>
        {({ points }) => (
          <div className="grid gap-4 lg:grid-cols-2">
            <FirstWordsChart points={points} className="lg:col-span-2" />
            <EndingsChart points={points} />
            <Figures query={errors}>{(data) => <Errors {...data} />}</Figures>
          </div>
        )}
      </Figures>
      <Slowest />
    </div>
  );
}

function errorColumns(): Column<StatisticsErrors['errors'][number]>[] {
  const { errors } = lateTexts.admin;
  return [
    {
      key: 'code',
      title: errors.code,
      cell: ({ code }) => <code className="font-mono text-xs">{code}</code>,
    },
    { key: 'count', title: errors.count, isNumber: true, cell: ({ count }) => countOf(count) },
    { key: 'last', title: errors.last, isNumber: true, cell: ({ lastAt }) => momentOf(lastAt, 0) },
  ];
}

function Errors({ errors }: StatisticsErrors) {
  const { admin } = lateTexts;
  return (
    <Panel title={admin.errors.title} isFlush>
      {errors.length === 0 ? (
        <Nothing>{admin.errors.none}</Nothing>
      ) : (
        <DataTable
          label={admin.errors.title}
          className="max-h-72"
          rows={errors}
          keyOf={({ code }) => code}
          columns={errorColumns()}
        />
      )}
    </Panel>
  );
}

const duration = (ms: number | null) => (ms === null ? NO_NUMBER : durationOf(ms));

function columns(): Column<SlowTurn>[] {
  const { slowest, endings } = lateTexts.admin;
  return [
    {
      key: 'turn',
      title: slowest.turn,
      cell: ({ turnId, askedAt }) => (
        <>
          <span className="block">{momentOf(askedAt, 0)}</span>
          <code className="font-mono text-xs text-muted-foreground select-all">{turnId}</code>
        </>
      ),
    },
    { key: 'model', title: slowest.model, cell: ({ model }) => model ?? NO_NUMBER },
    {
      key: 'ending',
      title: slowest.ending,
      cell: ({ ending, error }) => (
        <>
          {endings[ending]}
          {error !== null && <code className="block font-mono text-xs text-muted-foreground">{error}</code>}
        </>
      ),
    },
    { key: 'wait', title: slowest.wait, isNumber: true, cell: ({ waitMs }) => duration(waitMs) },
    { key: 'first', title: slowest.firstWords, isNumber: true, cell: ({ firstWordsMs }) => duration(firstWordsMs) },
    { key: 'answer', title: slowest.answer, isNumber: true, cell: ({ answerMs }) => duration(answerMs) },
    {
      key: 'tokens',
      title: slowest.tokens,
      isNumber: true,
      cell: ({ outputTokens }) => (outputTokens === null ? NO_NUMBER : countOf(outputTokens)),
    },
  ];
}

function Slowest() {
  const { slowest, noAnswers } = lateTexts.admin;
  const { span } = usePeriod();
  const [by, setBy] = useState<'answer' | 'first-words'>('answer');
  const query = useQuery(slowestQuery(span, by));
  return (
    <Figures query={query}>
      {({ turns }) => (
        <Panel
          title={slowest.title}
          hint={slowest.hint}
          isFlush
          action={
            <Choice
              label={slowest.by}
              value={by}
              onChange={setBy}
              options={[
                { value: 'answer', label: slowest.answer },
                { value: 'first-words', label: slowest.firstWords },
              ]}
            />
          }
        >
          {turns.length === 0 ? (
            <Nothing>{noAnswers}</Nothing>
          ) : (
            <DataTable
              label={slowest.title}
              className="max-h-120 pt-1"
              rows={turns}
              keyOf={({ turnId }) => turnId}
              columns={columns()}
            />
          )}
        </Panel>
      )}
    </Figures>
  );
}
