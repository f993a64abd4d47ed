import {
  STATISTICS_TARGETS,
  type ComparedFigure,
  type Estimate,
  type Interval,
  type SatisfactionComparison,
  type SatisfactionFigures,
} from '@app/chat-protocol';
import { meanDifference, meanOf, ratioOf, shareDifference, shareOf, type Sample } from './intervals.js';

/** Opinions, added up. */
export interface OpinionTally {
  up: number;
  down: number;
  scores: Sample;
}

export function addUp(tallies: readonly OpinionTally[]): OpinionTally {
  const sum = (pick: (tally: OpinionTally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    up: sum(({ up }) => up),
    down: sum(({ down }) => down),
    scores: {
      count: sum(({ scores }) => scores.count),
      sum: sum(({ scores }) => scores.sum),
      squares: sum(({ scores }) => scores.squares),
    },
  };
}

export function toFigures({ up, down, scores }: OpinionTally): SatisfactionFigures {
  return {
    up,
    down,
    upShare: up + down === 0 ? null : shareOf({ hits: up, of: up + down }),
    scores: scores.count,
    meanScore: scores.count === 0 ? null : meanOf(scores),
  };
}

export function compare(before: OpinionTally, now: OpinionTally): SatisfactionComparison {
  const [then, later] = [toFigures(before), toFigures(now)];
  const share = ({ up, down }: OpinionTally) => ({ hits: up, of: up + down });
  return {
    before: then,
    now: later,
    upShare:
      later.upShare &&
      then.upShare &&
      judge(shareDifference(share(now), share(before)), ratioOf(later.upShare, then.upShare)),
    meanScore:
      later.meanScore &&
      then.meanScore &&
      judge(meanDifference(now.scores, before.scores), ratioOf(later.meanScore, then.meanScore)),
  };
}

function judge(difference: Estimate, ratio: Estimate | null): ComparedFigure {
  const { satisfactionRatio } = STATISTICS_TARGETS;
  return {
    difference,
    ratio,
    verdict: sideOf(difference.interval, 0, ['lower', 'undecided', 'higher']),
    target: sideOf(ratio?.interval ?? null, satisfactionRatio, ['missed', 'undecided', 'reached']),
  };
}

/** Whether an interval lies below a number, around it (or is not known), or above. */
function sideOf<Word>(interval: Interval | null, number: number, [below, around, above]: [Word, Word, Word]): Word {
  if (interval === null) return around;
  if (interval.lower > number) return above;
  return interval.upper !== null && interval.upper < number ? below : around;
}
