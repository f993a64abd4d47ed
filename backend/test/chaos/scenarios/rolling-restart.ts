import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 100;
const GRACE_MS = 1500;
/** From SIGTERM on. The promise is 35 s with a grace of 25 s; half of what it leaves, so that an exit that waits for others shows. */
const LONGEST_EXIT_MS = GRACE_MS + 5000;
const SLOWEST_RECONNECT_MS = 2000;
const OUTAGE = 'reconnect';

/** A deploy: SIGTERM to each of three servers in turn, under live answers. */
export const rollingRestart: Scenario = {
  name: 'rolling-restart',
  title: 'SIGTERM and start of each of 3 servers under live answers, some longer than the grace period',
  promises: ['P18'],
  unit: 'rounds',
  fullSize: 20,
  env: { CHAT_DRAIN_GRACE_MS: String(GRACE_MS) },
  async round(rig) {
    const { random } = rig;
    const asked = Array.from({ length: ANSWERS }, () =>
      rig.ask(rig.question({ tokens: random.between(20, 200), gapMs: 40 })),
    );
    await Promise.all(asked.map(({ reader }) => reader.accepted));
    const watchers = asked.filter(() => random.chance(0.3)).map((one) => rig.watch(one));
    for (const index of rig.servers.keys()) await restart(rig, index);
    const readers = [...asked.map(({ reader }) => reader), ...watchers];
    await rig.ended(readers);
    for (const { trace, outages } of readers) {
      for (const ms of outages) rig.figures.add(OUTAGE, ms);
      if (trace.ending?.kind === 'error') rig.violate(`${trace.reader} saw the error ${trace.ending.error.code}`);
    }
    return 1;
  },
  judge(rig) {
    const slow = rig.figures.percentile(OUTAGE, 0.99);
    if (slow > SLOWEST_RECONNECT_MS) rig.missBar(`p99 of a reconnect is ${Math.round(slow)} ms`);
  },
};

async function restart(rig: Rig, index: number): Promise<void> {
  await sleep(rig.random.between(100, 800));
  const server = rig.servers[index];
  const startedAt = performance.now();
  const code = await server.terminate();
  const exitMs = performance.now() - startedAt;
  rig.figures.add('SIGTERM to exit', exitMs);
  if (code !== 0) rig.violate(`server ${index} left with ${code}`);
  if (exitMs > LONGEST_EXIT_MS) rig.missBar(`server ${index} left after ${Math.round(exitMs)} ms`);
  await server.start();
}
