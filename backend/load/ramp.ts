import type { Child } from '../bench/child.js';
import { measure, type Load, type Measured } from './measure.js';
import { generatorsFor } from './options.js';
import type { Target } from './target.js';

/** Where the knee is: one user in a hundred waits longer than this for the first chunk, or for any. */
const FIRST_BAR_MS = 1000;
const CHUNK_BAR_MS = 150;
const STEPS = [100, 200, 300, 400, 500, 600, 800, 1000, 1250, 1500, 2000];
/** A step asks each user once or twice. */
const TURNS_PER_STEP = 1.2;

export interface Step {
  users: number;
  measured: Measured;
  holds: boolean;
}

/** Adds users until a bar is missed; the last step is the one that missed it. */
export async function ramp(target: Target, model: Child, load: Load): Promise<Step[]> {
  const steps: Step[] = [];
  const minutes = (TURNS_PER_STEP * (load.seconds + load.pauseSeconds)) / 60;
  for (const users of STEPS) {
    console.error(`${target.name}: ${users} users`);
    const measured = await measure(target, model, { ...load, users, minutes, generators: generatorsFor(users) });
    const { tally } = measured;
    const holds =
      tally.percentileMs('first', 0.99) <= FIRST_BAR_MS &&
      tally.percentileMs('chunk', 0.99) <= CHUNK_BAR_MS &&
      tally.counts.whole === tally.counts.asked;
    steps.push({ users, measured, holds });
    if (!holds) break;
  }
  return steps;
}

export function rampToMarkdown(name: string, { rate, seconds }: Load, steps: readonly Step[]): string {
  const knee = steps.findLast(({ holds }) => holds)?.users ?? 0;
  const rows = steps.map(({ users, measured: { tally, cores, generators, wallSeconds } }) => {
    const ms = (value: number) => Math.round(value);
    const late = Math.max(...generators.map((one) => one.loopDelayP99Ms));
    return `| ${users} | ${Math.round(tally.counts.arrived / wallSeconds)} | ${ms(tally.percentileMs('first', 0.99))} | ${ms(tally.percentileMs('chunk', 0.5))} / ${ms(tally.percentileMs('chunk', 0.99))} | ${tally.counts.asked - tally.counts.whole} | ${cores.server?.toFixed(2) ?? '–'} | ${cores.database?.toFixed(2) ?? '–'} | ${cores.generators?.toFixed(2)} | ${cores.machine.toFixed(2)} | ${late.toFixed(0)} |`;
  });
  return `${[
    `### ${name}: ramp at ${rate} chunks/s, answers of ${seconds} s. Knee: ${knee} users`,
    '',
    '| users | chunks/s | first chunk p99 ms | chunk p50 / p99 ms | lost answers | server cores | PostgreSQL | generators | machine | generator late p99 ms |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')}\n`;
}
