import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { until } from '../../test/until.js';
import { Lane } from './lane.js';

describe('Lane', () => {
  it('runs once for all who asked meanwhile, at the earliest of their times and not in the call', async () => {
    const runs: number[] = [];
    const lane = new Lane(async () => void runs.push(performance.now()));
    const start = performance.now();
    lane.runAt(start + 60_000);
    lane.runAt(start + 40);
    lane.runAt(start + 50);
    expect(runs).toEqual([]);
    await until('it has run', () => runs.length > 0);
    await sleep(60); // the later ones would have come
    expect(runs).toHaveLength(1);
    expect(runs[0] - start).toBeGreaterThanOrEqual(39);
  });

  it('never runs twice at once: what is asked for meanwhile comes after', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const lane = new Lane(async () => {
      most = Math.max(most, (running += 1));
      runs += 1;
      if (runs < 3) lane.runAt(0);
      await sleep(20);
      running -= 1;
    });
    lane.runAt(0);
    await until('it has run three times', () => runs === 3 && running === 0);
    expect(most).toBe(1);
  });

  it('begins nothing once it is closed', async () => {
    let runs = 0;
    const lane = new Lane(async () => {
      runs += 1;
      lane.runAt(0);
      await sleep(20);
    });
    lane.runAt(0);
    await until('it runs', () => runs === 1);
    lane.close();
    lane.runAt(0);
    await sleep(100);
    expect(runs).toBe(1);
  });
});
