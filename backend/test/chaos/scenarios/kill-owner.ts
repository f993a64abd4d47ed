import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 100;
/** The bar: no reader waits longer for the end. */
const LONGEST_WAIT_MS = 15_000;

/** One of three servers dies with live answers; its readers find the others. It comes back when all is over. */
export const killOwner: Scenario = {
  name: 'kill-owner',
  title: 'kill -9 of one of 3 servers with live answers; each one of the dead ends within 15 s',
  promises: ['P4', 'P11'],
  unit: 'orphaned answers',
  fullSize: 500,
  async round(rig, left) {
    const asked = askOnAll(rig, Math.min(ANSWERS, left * rig.servers.length));
    await Promise.all(asked.map(({ reader }) => reader.accepted));
    await sleep(rig.random.between(50, 1500));
    const victim = rig.random.between(0, rig.servers.length - 1);
    const orphans = asked.filter(({ reader }, index) => index % 3 === victim && reader.trace.endedAt === null);
    const watchers = orphans.map((one) => rig.watch(one, (victim + 1) % rig.servers.length));
    const killedAt = performance.now();
    rig.history.note(`kill -9 of server ${victim} with ${orphans.length} live answers`);
    await rig.servers[victim].kill();
    const readers = [...orphans.map(({ reader }) => reader), ...watchers];
    await rig.ended(readers);
    for (const { trace } of readers) {
      const waitedMs = (trace.endedAt ?? Infinity) - killedAt;
      rig.figures.add('kill to end', waitedMs);
      if (waitedMs > LONGEST_WAIT_MS) rig.missBar(`${trace.reader} waited ${Math.round(waitedMs)} ms for the end`);
    }
    await rig.servers[victim].start();
    return orphans.length;
  },
};

/** Asks straight at the servers, in turn: the number of a question says who owns its turn. */
function askOnAll(rig: Rig, count: number): Asked[] {
  return Array.from({ length: count }, (_, index) =>
    rig.ask(rig.question({ tokens: rig.random.between(60, 140), gapMs: 20 }), { way: index % rig.servers.length }),
  );
}
