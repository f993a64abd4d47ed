import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

/** Live answers of the server that is taken out. */
const ANSWERS = 50;
const LONGEST_WAIT_MS = 15_000;
const OUT_MS = 20_000;
const LONG_OUT_MS = 60_000;

/** A server stops for longer than its lease (SIGSTOP), then goes on as if nothing had happened. */
export const frozenOwner = frozen('frozen-owner', OUT_MS);
/** The same at its stated length. */
export const frozenLong = frozen('frozen-long', LONG_OUT_MS);

function frozen(name: string, outMs: number): Scenario {
  return {
    name,
    title: `SIGSTOP of one of 3 servers for ${outMs / 1000} s: others finish its answers, it finds out that it lost them`,
    promises: ['P4', 'P11'],
    unit: 'orphaned answers',
    fullSize: 500,
    patienceMs: 90_000,
    isFullOnly: outMs === LONG_OUT_MS,
    async round(rig) {
      return orphan(rig, async (victim) => {
        rig.servers[victim].freeze();
        await sleep(outMs);
        rig.servers[victim].thaw();
      });
    },
  };
}

/** A server loses the database, but not its clients. */
export const partition: Scenario = {
  name: 'partition',
  title: 'black hole between one of 3 servers and the database for 20 s: its clients get their ends all the same',
  promises: ['P11'],
  unit: 'orphaned answers',
  fullSize: 500,
  hasDatabaseLinks: true,
  async round(rig) {
    return orphan(rig, async (victim) => {
      const link = rig.databaseLinks[victim];
      const { plan } = link;
      link.plan = (connection) => ({ ...plan(connection), toServer: { kind: 'black-hole', afterBytes: 0 } });
      link.cutAll('black-hole');
      await sleep(OUT_MS);
      link.plan = plan;
    });
  },
};

/** Takes one server out of the game while its answers are read, on it and elsewhere. */
async function orphan(rig: Rig, disturb: (victim: number) => Promise<void>): Promise<number> {
  const { random, servers } = rig;
  const victim = random.between(0, servers.length - 1);
  const asked = Array.from({ length: ANSWERS }, () =>
    rig.ask(rig.question({ tokens: random.between(60, 140), gapMs: 20 }), { way: victim }),
  );
  await Promise.all(asked.map(({ reader }) => reader.accepted));
  await sleep(random.between(50, 800));
  const orphans = asked.filter(({ reader }) => reader.trace.endedAt === null);
  const watchers = orphans.map((one) => rig.watch(one, (victim + 1) % servers.length));
  await sleep(200);
  const startedAt = performance.now();
  rig.history.note(`server ${victim} is out, with ${orphans.length} live answers`);
  const disturbed = disturb(victim);
  await rig.ended([...watchers, ...orphans.map(({ reader }) => reader)]);
  for (const { trace } of watchers) {
    const waitedMs = (trace.endedAt ?? Infinity) - startedAt;
    rig.figures.add('out to end on another server', waitedMs);
    if (waitedMs > LONGEST_WAIT_MS) rig.missBar(`${trace.reader} waited ${Math.round(waitedMs)} ms for the end`);
  }
  for (const { reader } of orphans) {
    rig.figures.add('out to end on the same server', (reader.trace.endedAt ?? Infinity) - startedAt);
  }
  await disturbed;
  return orphans.length;
}
