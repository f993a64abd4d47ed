import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 30;

/** The database dies under load and comes back, after a moment or after longer than a lease lives. */
export const databaseRestart: Scenario = {
  name: 'database-restart',
  title: 'pg_ctl -m immediate, backends terminated, the database away for 0 to 12 s, under load',
  promises: ['P1', 'P4', 'P22'],
  unit: 'restarts',
  fullSize: 50,
  async round(rig) {
    const { random, database, history } = rig;
    const asked = Array.from({ length: ANSWERS }, () =>
      rig.ask(rig.question({ tokens: random.between(50, 300), gapMs: 15 })),
    );
    await sleep(random.between(100, 1500));
    const watchers = asked.filter(({ reader }) => reader.trace.turnId !== null).map((one) => rig.watch(one));
    if (random.chance(0.25)) {
      history.note('all backends terminated');
      await database.terminateBackends();
    } else {
      const awayMs = random.chance(0.2) ? random.between(8000, 12_000) : random.between(0, 2000);
      history.note(`the database is away for ${awayMs} ms`);
      await database.crash();
      await sleep(awayMs);
      await database.launch();
    }
    const backAt = performance.now();
    await rig.ended([...asked.map(({ reader }) => reader), ...watchers], 60_000);
    note(rig, backAt, asked.map(({ reader }) => reader.trace.endedAt)); // prettier-ignore
    for (const [index, server] of rig.servers.entries()) {
      if (!server.isUp) rig.violate(`server ${index} did not survive`);
    }
    return 1;
  },
};

function note(rig: Rig, backAt: number, ends: (number | null)[]): void {
  for (const endedAt of ends) rig.figures.add('database back to end', Math.max(0, (endedAt ?? Infinity) - backAt));
}
