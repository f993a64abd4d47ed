import type { Running } from '../contender.js';
import { measurePaced } from './paced.js';

/** Where the line bends. */
export interface Capacity {
  /** Tokens a second of the most users that held the bar. 0 = not even the first step. */
  chunksPerSecond: number;
  /** The same per core that the server and its store used. */
  chunksPerCoreSecond: number;
  /** Users of that step. */
  users: number;
  /** Whether the last step there is still held: it can do more. */
  isMore: boolean;
}

/** The bar: 99 % of tokens within this, in milliseconds, none lost. */
export const CAPACITY_BAR_MS = 150;
/** And 99 % of the first ones within this of the question: who puts questions off has few answers to deliver at a time. */
export const CAPACITY_FIRST_BAR_MS = 1000;
const RATE = 50;
const SECONDS = 4;
const FIRST_USERS = 50;
export const MOST_USERS = 1600;
/** How near the line is searched for, as a share of it. */
const NEAR = 0.1;

/** Doubles the users until the bar is missed, then halves the gap. The load shares the cores: it is this machine's line. */
export async function measureCapacity(running: Running): Promise<Capacity> {
  let held: Capacity = { chunksPerSecond: 0, chunksPerCoreSecond: 0, users: 0, isMore: false };
  const holds = async (users: number) => {
    const figures = await measurePaced(running, { users, rate: RATE, seconds: SECONDS });
    const isInTime = figures.chunkP99! <= CAPACITY_BAR_MS && figures.askedP99! <= CAPACITY_FIRST_BAR_MS;
    if (!isInTime || figures.loss !== 0) return false;
    const chunksPerCoreSecond = Math.round(1e6 / (figures.cpuPerChunk + (figures.storeCpuPerChunk ?? 0)));
    held = { chunksPerSecond: users * RATE, chunksPerCoreSecond, users, isMore: users >= MOST_USERS };
    return true;
  };
  let missed = FIRST_USERS;
  while (await holds(missed)) {
    if (held.isMore) return held;
    missed *= 2;
  }
  while (held.users > 0 && missed - held.users > NEAR * missed) {
    const middle = Math.round((held.users + missed) / 2);
    if (!(await holds(middle))) missed = middle;
  }
  return held;
}
