import type { Contender, Running } from '../contender.js';
import { measurePaced } from './paced.js';

/** Where the line bends. */
export interface Capacity {
  /** Tokens a second of the last step that held the bar. 0 = not even the first. */
  chunksPerSecond: number;
  /** The same per core that the server used. */
  chunksPerCoreSecond: number;
  /** Users of that step. */
  users: number;
}

/** The bar: 99 % of tokens within this, in milliseconds, none lost. */
export const CAPACITY_BAR_MS = 150;
const RATE = 50;
const SECONDS = 5;
const STEPS = [50, 100, 150, 200, 300, 400, 600, 800, 1000];

/** Adds users until the bar is missed. The load comes from the same machine, so this is the machine's line, not the server's alone. */
export async function measureCapacity(contender: Contender, running: Running): Promise<Capacity> {
  let held: Capacity = { chunksPerSecond: 0, chunksPerCoreSecond: 0, users: 0 };
  for (const users of STEPS) {
    const { chunkP99, cpuPerChunk, loss } = await measurePaced(contender, running, {
      users,
      rate: RATE,
      seconds: SECONDS,
    });
    if (!(chunkP99 <= CAPACITY_BAR_MS) || loss > 0) break;
    held = { chunksPerSecond: users * RATE, chunksPerCoreSecond: Math.round(1e6 / cpuPerChunk), users };
  }
  return held;
}
