import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 10;
/** Kills right after `accepted`: all ten answers of such an owner are that young, so 500 kills are the 2,000 of P6. */
const FIRST_FRAME_SHARE = 0.4;

/** An owner dies in the very moment a client got its k-th frame: what was shown, or acknowledged, must be saved. */
export const killAfterChunk: Scenario = {
  name: 'kill-after-chunk',
  title: 'kill -9 of the owner right after a client got `accepted` or chunk k, each of 3 servers at its own moment',
  promises: ['P2', 'P6'],
  unit: 'kills',
  fullSize: 500,
  async round(rig, left) {
    const victims = [...rig.servers.keys()].slice(0, left);
    await Promise.all(victims.map((victim) => killOne(rig, victim)));
    return victims.length;
  },
};

async function killOne(rig: Rig, victim: number): Promise<void> {
  const asked = Array.from({ length: ANSWERS }, () =>
    rig.ask(rig.question({ tokens: 60, gapMs: 15 }), { way: victim }),
  );
  await killAt(rig, victim, asked[0], rig.random.chance(FIRST_FRAME_SHARE) ? 0 : rig.random.between(1, 40));
  const seen = asked.map(({ reader }) => ({ turnId: reader.trace.turnId, offset: reader.trace.offset }));
  const saved = await rig.database.query<{ id: string; end: number }>(
    `SELECT t.id, coalesce(max(l.first_offset + l.chunk_count), 0)::int AS "end"
     FROM turns t LEFT JOIN turn_log l ON l.turn_id = t.id WHERE t.id = ANY($1) GROUP BY t.id`,
    [seen.flatMap(({ turnId }) => turnId ?? [])],
  );
  const ends = new Map(saved.map(({ id, end }) => [id, end]));
  for (const { turnId, offset } of seen) {
    if (turnId !== null && (ends.get(turnId) ?? -1) < offset)
      rig.violate(`${turnId}: ${offset} chunks were shown, ${ends.get(turnId)} saved`);
  }
  // At its old place: it finds its own orphans without waiting for the lease.
  await rig.servers[victim].start();
  await rig.ended(asked.map(({ reader }) => reader));
}

/** Resolves when the process is dead. 0 = right after `accepted`. */
async function killAt(rig: Rig, victim: number, { reader }: Asked, chunks: number): Promise<void> {
  await new Promise<void>((resolve) => {
    if (chunks === 0) void reader.accepted.then(() => resolve(rig.servers[victim].kill()));
    else
      reader.onChunk = () => {
        if (reader.trace.sights.length < chunks && reader.trace.terminals === 0) return;
        reader.onChunk = undefined;
        resolve(rig.servers[victim].kill());
      };
  });
}
