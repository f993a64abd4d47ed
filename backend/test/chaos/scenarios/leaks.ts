import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';
import type { Usage } from '../server-process.js';

/** Connections at a time; each asks, and leaves at a moment of its own. */
const AT_ONCE = 50;
const PER_ROUND = 500;
/** When all cycles are done and only the slope is left to see: few, since each has a user and is in the history. */
const PER_SOAK_ROUND = 100;
const SOAK_PAUSE_MS = 5000;
const MB = 1024 * 1024;
const MOST_GROWTH_MB = 5;
const MOST_SLOPE_MB = 1;
const SLOPE_MINUTES = 10;

/** Samples of each run: rigs come and go, scenarios stay. */
const samples = new WeakMap<Rig, { minutes: number; usage: Usage }[]>();

/** Connections that come, ask and go, before and after the end of their answer: nothing of them stays behind. */
export const leaks: Scenario = {
  name: 'leaks',
  title: 'connect, send, disconnect: heap after GC, timers, sockets and rows are what they were',
  promises: ['P17'],
  unit: 'cycles',
  fullSize: 10_000,
  servers: 1,
  isOnePiece: true,
  isSoak: true,
  async round(rig, left) {
    const count = left > 0 ? Math.min(PER_ROUND, left) : PER_SOAK_ROUND;
    if (left === 0) await sleep(SOAK_PAUSE_MS);
    // The first round fills the caches; what is compared comes after it.
    if (!samples.has(rig)) {
      await cycle(rig, PER_ROUND);
      samples.set(rig, [await sample(rig)]);
    }
    await cycle(rig, count);
    samples.get(rig)!.push(await sample(rig));
    return count;
  },
  judge(rig) {
    const [first, ...rest] = samples.get(rig) ?? [];
    const last = rest.at(-1);
    if (first === undefined || last === undefined) return;
    const growthMb = (last.usage.heapBytes - first.usage.heapBytes) / MB;
    rig.figures.add('heap growth, MB', growthMb);
    if (growthMb > MOST_GROWTH_MB) rig.missBar(`the heap grew by ${growthMb.toFixed(1)} MB`);
    for (const what of ['timers', 'sockets'] as const) {
      const more = last.usage[what] - first.usage[what];
      if (more > 0) rig.violate(`${more} ${what} were left`);
    }
    const slope = slopeOf([first, ...rest]) * SLOPE_MINUTES;
    if (last.minutes - first.minutes < SLOPE_MINUTES) return; // Too short to tell a slope from noise.
    rig.figures.add('heap slope, MB per 10 min', slope);
    if (slope > MOST_SLOPE_MB) rig.missBar(`the heap grows by ${slope.toFixed(1)} MB in 10 minutes`);
  },
};

async function cycle(rig: Rig, count: number): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left-- > 0) {
        const { reader } = rig.ask(rig.question({ tokens: 5, gapMs: 1 }), { way: 0 });
        await (rig.random.chance(0.5) ? reader.accepted : reader.done);
        reader.leave();
      }
    }),
  );
  await rig.settle(30_000);
}

async function sample(rig: Rig): Promise<{ minutes: number; usage: Usage }> {
  const usage = await rig.servers[0].idleUsage();
  rig.figures.add('heap after GC, MB', usage.heapBytes / MB);
  return { minutes: performance.now() / 60_000, usage };
}

/** Megabytes a minute, by least squares. */
function slopeOf(points: { minutes: number; usage: Usage }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const times = points.map(({ minutes }) => minutes);
  const heaps = points.map(({ usage }) => usage.heapBytes / MB);
  const [time, heap] = [mean(times), mean(heaps)];
  const covariance = times.reduce((sum, at, index) => sum + (at - time) * (heaps[index] - heap), 0);
  return covariance / times.reduce((sum, at) => sum + (at - time) ** 2, 0);
}
