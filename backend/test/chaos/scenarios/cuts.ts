import { setTimeout as sleep } from 'node:timers/promises';
import type { CutKind } from '../fault-proxy.js';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 25;
const ENDS: CutKind[] = ['fin', 'rst'];
/** Only found by silence, which takes its time, so there are few. */
const SILENCES: CutKind[] = ['drop', 'black-hole'];
const SILENT_SHARE = 0.01;

/** Every link breaks after some bytes, in one direction or the other; two tabs and a late joiner read each answer. */
export const cuts: Scenario = {
  name: 'cuts',
  title: 'links cut at random bytes; 3 readers of each answer on 3 servers',
  promises: ['P1', 'P3'],
  unit: 'cuts',
  fullSize: 10_000,
  async round(rig: Rig): Promise<number> {
    const { random, network } = rig;
    const before = network.cuts;
    const kind = () => random.pick(random.chance(SILENT_SHARE) ? SILENCES : ENDS);
    network.plan = () => {
      const toClient = { kind: kind(), afterBytes: random.between(200, 2000) };
      const toServer = { kind: kind(), afterBytes: random.between(1, 2500) };
      return { ...rig.anyServer(), toClient, ...(random.chance(0.25) ? { toServer } : {}) };
    };
    const asked = Array.from({ length: ANSWERS }, () =>
      rig.ask(rig.question({ tokens: random.between(100, 300), gapMs: random.between(2, 15) })),
    );
    const readers = await Promise.all(
      asked.map(async (one) => {
        await one.reader.accepted;
        const tab = rig.watch(one);
        await sleep(random.between(0, 1500));
        return [one.reader, tab, rig.watch(one)];
      }),
    );
    await rig.ended(readers.flat());
    for (const { outages } of readers.flat()) for (const ms of outages) rig.figures.add('back after a cut', ms);
    network.plan = () => rig.anyServer();
    return network.cuts - before;
  },
};
