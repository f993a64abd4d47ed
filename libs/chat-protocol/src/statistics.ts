import type { ErrorCode, WireError } from './error-codes.js';

// What administrators are told, under `/api/v1/admin/statistics`. Each takes a period: `from` (inside) and `to` (outside),
// ISO 8601, at most 400 days. Turns belong to the moment they were asked, opinions and scores to the moment they were given.
// Figures of a turn outlive its log, its conversation and (without a name) its user. Milliseconds are by the database's clock,
// those of `stored` by that of the process that took the question.

/** What the figures are held against. */
export const STATISTICS_TARGETS = {
  /** SC-001: the first words are there within so many milliseconds. */
  firstWordsMs: 1000,
  /** SC-004: a question is stored within so many milliseconds. */
  storedMs: 500,
  /** SC-005: satisfaction rises to so many times what it was. */
  satisfactionRatio: 1.15,
} as const;

/** How an ended turn ended; `interrupted` = its process died and the answer was not made again. */
export type AnswerEnding = 'completed' | 'stopped' | 'failed' | 'interrupted';

/** `GET …/overview?from=&to=`: the whole period beside the success criteria, and how it stands now. */
export interface StatisticsOverview {
  /** Turns asked in the period, unfinished ones among them. */
  questions: number;
  /** Users who asked in the period; all users since deleted count as one. */
  activeUsers: number;
  /** SC-001: from the start of a turn (its wait behind others of its conversation is over) to its first words in the log. */
  firstWords: InTimeView;
  /** SC-004: from the arrival of a question to its commit. Known of ended turns that neither waited nor changed their process. */
  stored: InTimeView;
  /** SC-002: from the start of a completed turn to its committed end; null = there was none. */
  meanAnswerMs: number | null;
  /** SC-003. */
  endings: EndingsView;
  /** Of this moment; all processes, but for `socketsHere`. */
  now: {
    running: number;
    queued: number;
    /** Living processes. */
    processes: number;
    /** Open sockets of the process that answers. */
    socketsHere: number;
  };
}

/** How long something took, beside its target in `STATISTICS_TARGETS`. */
export interface InTimeView {
  /** Turns of which it is known; the other figures are theirs. */
  count: number;
  /** 0–1, how many took less than the target; null = count is 0. */
  shareInTime: number | null;
  /** Null = count is 0. */
  p50Ms: number | null;
  /** Null = count is 0. */
  p99Ms: number | null;
}

export interface EndingsView extends Record<AnswerEnding, number> {
  /** 0–1, failed and interrupted ones of all that ended; null = none did. */
  lostShare: number | null;
}

export type StatisticsBucket = 'hour' | 'day';

/**
 * `GET …/series?from=&to=&bucket=day`: over time. Buckets are 1 or 24 hours long and begin at `from` (ask for local midnight
 * and days are local), the last one ends at `to`; at most 750.
 */
export interface StatisticsSeries {
  /** Each of the period, oldest first, empty ones too. */
  points: StatisticsPoint[];
}

export interface StatisticsPoint {
  /** Begin of the bucket; ISO 8601. */
  at: string;
  questions: number;
  activeUsers: number;
  endings: EndingsView;
  /** As in StatisticsOverview. */
  firstWords: InTimeView;
}

/** `GET …/errors?from=&to=`: most frequent first. */
export interface StatisticsErrors {
  errors: {
    code: ErrorCode;
    count: number;
    /** When a turn that failed so was last asked; ISO 8601. */
    lastAt: string;
  }[];
}

/** `GET …/slowest?from=&to=&by=answer&limit=` (by `answer` or `first-words`; limit 1–100, default 20): slowest first. */
export interface SlowestTurns {
  turns: SlowTurn[];
}

/** No word of it: the turn's id finds its lines in logs and traces. */
export interface SlowTurn {
  turnId: string;
  /** ISO 8601. */
  askedAt: string;
  /** Null = no model was asked, or none is known. */
  model: string | null;
  ending: AnswerEnding;
  /** Why it failed; null = it did not. */
  error: WireError['code'] | null;
  /** Behind other turns of its conversation; null = it never started. */
  waitMs: number | null;
  /** Null = there were no words, or it is not known when. */
  firstWordsMs: number | null;
  /** From its start to its end; null = it never started. */
  answerMs: number | null;
  /** As the AI service counted them; null = it did not. */
  outputTokens: number | null;
}

/**
 * `GET …/usage?from=&to=&by=user&limit=` (by `user` or `model`; limit 1–100, default 10): most tokens first. Of answers that
 * ended.
 */
export interface StatisticsUsage {
  top: UsageOf[];
  /** All that are not in `top`, together; null = there are none. */
  rest: (UsageView & { /** How many users or models. */ count: number }) | null;
  total: UsageView;
}

export interface UsageView {
  turns: number;
  inputTokens: number;
  outputTokens: number;
  /** US dollars, by `CHAT_PRICES` of now; null = no turn of them has a price. */
  cost: number | null;
  /** Turns that `cost` leaves out: their model has no price, or their tokens were not counted. */
  turnsWithoutCost: number;
}

/** The tokens of one user or one model. */
export interface UsageOf extends UsageView {
  /** The user's id, or the model; null = users since deleted, or no model known. */
  key: string | null;
  /** The user's name, or the model; null as `key`. */
  name: string | null;
  /** Null = a guest, users since deleted, or a model. */
  email: string | null;
}

/** `GET …/satisfaction?from=&to=&bucket=day`: as StatisticsSeries, and by model. */
export interface SatisfactionView {
  total: SatisfactionFigures;
  /** Each bucket of the period, oldest first, empty ones too. */
  points: (SatisfactionFigures & { /** Begin of the bucket; ISO 8601. */ at: string })[];
  /** Most opinions first. The model of a score is the one that gave the user's newest answer then. */
  models: (SatisfactionFigures & { /** Null = not known. */ model: string | null })[];
  /** Thumbs down by reason, most frequent first; an opinion may have several. */
  reasons: { reason: string; count: number }[];
}

/** Thumbs on answers and answers to the survey. */
export interface SatisfactionFigures {
  up: number;
  down: number;
  /** 0–1, with its 95 % interval (Wilson); null = there are no thumbs. */
  upShare: Estimate | null;
  scores: number;
  /** 1–5, with its 95 % interval (Student); null = there are no scores. */
  meanScore: Estimate | null;
}

/** A figure of a sample, and where the true one lies with 95 % confidence. */
export interface Estimate {
  value: number;
  /** Null = too few to tell. */
  interval: Interval | null;
}

export interface Interval {
  lower: number;
  /** Null = without bound. */
  upper: number | null;
}

/**
 * `GET …/satisfaction/comparison?from=&to=&model=&beforeFrom=&beforeTo=&beforeModel=`: what was (`before…`) and what is, two periods
 * or two models. Absent `beforeFrom` and `beforeTo` = the same period; absent models = all. How it is computed:
 * docs/satisfaction.md.
 */
export interface SatisfactionComparison {
  before: SatisfactionFigures;
  now: SatisfactionFigures;
  /** Null = one side has no thumbs. */
  upShare: ComparedFigure | null;
  /** Null = one side has no scores. */
  meanScore: ComparedFigure | null;
}

export interface ComparedFigure {
  /** Now minus before. */
  difference: Estimate;
  /** Now by before; null = before is 0. */
  ratio: Estimate | null;
  /** Of the difference: its interval lies above 0, below 0, or holds 0 (or is not known). */
  verdict: 'higher' | 'lower' | 'undecided';
  /** Whether the ratio is `STATISTICS_TARGETS.satisfactionRatio` (+15 %) or more: its interval lies above, below, or holds it. */
  target: 'reached' | 'missed' | 'undecided';
}
