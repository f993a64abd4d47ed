import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 12;
const HOUR_MS = 3_600_000;
const LONGEST_WAIT_MS = 15_000;

/** One server lives an hour early, one an hour late; one of them dies under live answers. Nobody may notice the clocks. */
export const clocks: Scenario = {
  name: 'clocks',
  title: 'clocks of two of 3 servers wrong by +1 h and -1 h: live answers, a kill -9, a resume, as ever',
  promises: ['P23'],
  unit: 'runs',
  fullSize: 50,
  clockShiftsMs: [HOUR_MS, -HOUR_MS, 0],
  async round(rig) {
    const { random, servers } = rig;
    const asked = Array.from({ length: ANSWERS }, (_, index) =>
      rig.ask(rig.question({ tokens: random.between(150, 300), gapMs: 15 }), { way: index % servers.length }),
    );
    await Promise.all(asked.map(({ reader }) => reader.accepted));
    // Long enough for a sweep.
    await sleep(random.between(1200, 2000));
    await refuseTakeovers(rig, asked);
    const victim = random.between(0, servers.length - 1);
    const watchers = asked.map((one) => rig.watch(one, (victim + 1) % servers.length));
    const killedAt = performance.now();
    await servers[victim].kill();
    const readers = [...asked.map(({ reader }) => reader), ...watchers];
    await rig.ended(readers);
    for (const { trace } of readers) {
      const waitedMs = (trace.endedAt ?? Infinity) - killedAt;
      if (trace.ending?.kind !== 'end') rig.violate(`${trace.reader} ended with ${trace.ending?.kind ?? 'nothing'}`);
      else if (waitedMs > LONGEST_WAIT_MS) rig.missBar(`${trace.reader} waited ${Math.round(waitedMs)} ms for the end`);
    }
    await servers[victim].start();
    const living = asked.filter((_, index) => index % servers.length !== victim);
    await refuseTakeovers(rig, living);
    const late = asked.map((one, index) => rig.watch(one, index % servers.length));
    await rig.ended(late);
    return 1;
  },
};

/** A wrong clock must not make a living server look dead. */
async function refuseTakeovers(rig: Rig, living: Asked[]): Promise<void> {
  const taken = await rig.database.query<{ id: string }>(`SELECT id FROM turns WHERE id = ANY($1) AND retries > 0`, [
    living.map(({ reader }) => reader.trace.turnId),
  ]);
  for (const { id } of taken) rig.violate(`turn ${id} was taken from a living server`);
}
