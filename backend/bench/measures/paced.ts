import type { Running } from '../contender.js';
import { Figures } from '../figures.js';
import { nowMicros } from '../script.js';
import { askAll, lossOf, type Answers } from './answers.js';

/** Answers at the pace of real ones, many at once. Latencies are in milliseconds; null = nothing is served. */
export interface Paced extends Omit<Answers, 'tokens' | 'arrived' | 'seconds'> {
  /** From asking to the first token, of a model that answers at once. */
  askedP50: number | null;
  askedP99: number | null;
  /** From the model's sending of the first token to the client's having it. */
  firstP50: number | null;
  firstP99: number | null;
  /** The same for every token. */
  chunkP50: number | null;
  chunkP99: number | null;
  /** Share of tokens that never arrived, 0–1; null = none is expected. */
  loss: number | null;
}

export interface Load {
  users: number;
  /** Tokens a second in each answer. */
  rate: number;
  /** Seconds an answer takes. */
  seconds: number;
}

const SPREAD_MS = 1000;

export async function measurePaced(running: Running, { users, rate, seconds }: Load): Promise<Paced> {
  const asked = new Figures();
  const first = new Figures();
  const any = new Figures();
  const script = { tokens: Math.round(rate * seconds), gapMs: 1000 / rate };
  const answers = await askAll(running, users, script, SPREAD_MS, ({ sentAt, isFirst, askedAt }) => {
    const latencyMs = (nowMicros() - sentAt) / 1000;
    any.add(latencyMs);
    if (!isFirst) return;
    first.add(latencyMs);
    asked.add(performance.now() - askedAt);
  });
  const { tokens, arrived, seconds: _seconds, ...costs } = answers;
  return {
    askedP50: asked.percentile(0.5),
    askedP99: asked.percentile(0.99),
    firstP50: first.percentile(0.5),
    firstP99: first.percentile(0.99),
    chunkP50: any.percentile(0.5),
    chunkP99: any.percentile(0.99),
    ...costs,
    loss: lossOf({ tokens, arrived }),
  };
}
