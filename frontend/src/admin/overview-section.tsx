import type { StatisticsOverview } from '@app/chat-protocol';
import { useQuery } from '@tanstack/react-query';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { EndingsChart, QuestionsChart } from './answer-charts';
import { Figure, FigureRow } from './figure';
import { countOf, durationOf, NO_NUMBER } from './numbers';
import { Figures } from './panel';
import { overviewQuery, seriesQuery } from './statistics-queries';
import { Targets } from './targets';
import { usePeriod } from './use-period';

/** How it goes now, and whether it goes as it should. */
export function OverviewSection() {
  const { span } = usePeriod();
  const overview = useQuery(overviewQuery(span));
  const series = useQuery(seriesQuery(span));
  return (
    <div className="space-y-4">
      <Figures query={overview} isWithTiles>
        {(data) => (
          <>
            <Targets overview={data} span={span} />
            <Now overview={data} updatedAt={overview.dataUpdatedAt} />
          </>
        )}
      </Figures>
      {(overview.data !== undefined || series.data !== undefined) && (
        <Figures query={series}>
          {({ points }) => (
            <div className="grid gap-4 lg:grid-cols-2">
              <QuestionsChart points={points} />
              <EndingsChart points={points} />
            </div>
          )}
        </Figures>
      )}
    </div>
  );
}

function Now({ overview, updatedAt }: { overview: StatisticsOverview; updatedAt: number }) {
  const { admin } = lateTexts;
  const { now, questions, activeUsers, meanAnswerMs, firstWords } = overview;
  const time = new Intl.DateTimeFormat(texts.language, { timeStyle: 'medium', hourCycle: 'h23' }).format(updatedAt);
  return (
    <section aria-label={admin.now.title} className="pt-2">
      <div className="flex items-baseline justify-between gap-3 px-1 pb-2">
        <h3 className="text-sm font-semibold tracking-[-0.011em]">{admin.now.title}</h3>
        <p className="text-xs text-muted-foreground tabular-nums">{admin.now.updated(time)}</p>
      </div>
      <FigureRow>
        <Figure label={admin.now.running} value={countOf(now.running)} hint={admin.now.queued(now.queued)} />
        <Figure label={admin.now.sockets} value={countOf(now.socketsHere)} hint={admin.now.processes(now.processes)} />
        <Figure label={admin.questions} value={countOf(questions)} hint={admin.now.activeUsers(activeUsers)} />
        <Figure
          label={admin.now.meanAnswer}
          value={meanAnswerMs === null ? NO_NUMBER : durationOf(meanAnswerMs)}
          hint={firstWords.p50Ms === null ? undefined : admin.now.firstWords(durationOf(firstWords.p50Ms))}
        />
      </FigureRow>
    </section>
  );
}
