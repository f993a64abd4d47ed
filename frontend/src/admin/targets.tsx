import { type ComparedFigure, STATISTICS_TARGETS, type StatisticsOverview } from '@app/chat-protocol';
import { useQuery } from '@tanstack/react-query';
import { lateTexts } from '../ui/late-texts';
import { durationOf, NO_NUMBER, shareOf, signedOf } from './numbers';
import { type Span, spanBefore } from './period';
import { comparisonQuery } from './statistics-queries';
import { type TargetState, TargetTile } from './target-tile';

/** SC-001 asks for the first words within a second; our own bar is that 999 of 1,000 answers have them. */
const FIRST_WORDS_SHARE = 0.999;
/** SC-004 asks for less than 500 ms; of how many questions is as in the alert `ThroughlineStoredSlow`. */
const STORED_SHARE = 0.99;
/** SC-003. */
const MOST_LOST_SHARE = 0.05;
const VERDICTS = { reached: 'held', missed: 'missed', undecided: 'unknown' } as const;

/** The success criteria, beside how it is. */
export function Targets({ overview, span }: { overview: StatisticsOverview; span: Span }) {
  const { targets } = lateTexts.admin;
  const { firstWords, stored, endings } = overview;
  const before = spanBefore(span);
  const comparison = useQuery(comparisonQuery({ ...span, beforeFrom: before.from, beforeTo: before.to }));
  const satisfaction = comparison.data?.upShare ?? null;
  return (
    <ul className="grid gap-4 min-[30rem]:grid-cols-2 xl:grid-cols-4">
      <TargetTile
        title={targets.firstWords.title}
        target={targets.firstWords.target(shareOf(FIRST_WORDS_SHARE), durationOf(STATISTICS_TARGETS.firstWordsMs))}
        value={firstWords.shareInTime === null ? NO_NUMBER : shareOf(firstWords.shareInTime)}
        state={stateOf(firstWords.shareInTime, (share) => share >= FIRST_WORDS_SHARE)}
      />
      <TargetTile
        title={targets.lost.title}
        target={targets.lost.target(shareOf(MOST_LOST_SHARE))}
        value={endings.lostShare === null ? NO_NUMBER : shareOf(endings.lostShare)}
        state={stateOf(endings.lostShare, (share) => share <= MOST_LOST_SHARE)}
      />
      <TargetTile
        title={targets.satisfaction.title}
        target={targets.satisfaction.target(`${signedOf((STATISTICS_TARGETS.satisfactionRatio - 1) * 100)} %`)}
        value={changeOf(satisfaction)}
        state={satisfaction === null ? 'unknown' : VERDICTS[satisfaction.target]}
        word={satisfaction?.target === 'undecided' ? lateTexts.admin.comparison.undecided : undefined}
      />
      <TargetTile
        title={targets.stored.title}
        target={targets.stored.target(shareOf(STORED_SHARE), durationOf(STATISTICS_TARGETS.storedMs))}
        value={stored.shareInTime === null ? NO_NUMBER : shareOf(stored.shareInTime)}
        state={stateOf(stored.shareInTime, (share) => share >= STORED_SHARE)}
      />
    </ul>
  );
}

function stateOf(share: number | null, isHeld: (share: number) => boolean): TargetState {
  if (share === null) return 'unknown';
  return isHeld(share) ? 'held' : 'missed';
}

/** By how many percent it rose. */
function changeOf(figure: ComparedFigure | null): string {
  return figure?.ratio ? `${signedOf((figure.ratio.value - 1) * 100)} %` : NO_NUMBER;
}
