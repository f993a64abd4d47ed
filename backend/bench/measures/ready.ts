import type { Place } from '../contender.js';
import { Figures } from '../figures.js';

/** How soon it takes connections. */
export interface Ready {
  /** Milliseconds from the start of the process, median of `starts` behind one that does not count. */
  ms: number;
  maxMs: number;
  starts: number;
}

const STARTS = 5;

/** The first start makes the database where there is one, and fills the machine's caches, for everyone alike. */
export async function measureReady(place: Place): Promise<Ready> {
  const times = new Figures();
  for (let start = 0; start <= STARTS; start += 1) {
    const child = await place.start();
    if (start > 0) times.add(child.readyMs);
    await child.stop();
  }
  return { ms: times.percentile(0.5)!, maxMs: times.percentile(1)!, starts: STARTS };
}
