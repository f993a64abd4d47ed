import { setTimeout as sleep } from 'node:timers/promises';
import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 25;
const FIRST_FRAME = 'resume to end of replay';

/** Answers are read again: at once, later, and when their log has expired and only the message is left. */
export const lateResume: Scenario = {
  name: 'late-resume',
  title: 'resume at 0 s, 1 s, 10 min and 25 h (when the log has expired), from every server',
  promises: ['P3', 'P9'],
  unit: 'resumes',
  fullSize: 2000,
  async round(rig) {
    const asked = Array.from({ length: ANSWERS }, () =>
      rig.ask(rig.question({ tokens: rig.random.between(10, 200), gapMs: 2 })),
    );
    await rig.ended(asked.map(({ reader }) => reader));
    await resumeAll(rig, asked, true);
    await sleep(1000);
    await resumeAll(rig, asked, true);
    const turnIds = asked.map(({ reader }) => reader.trace.turnId);
    await rig.age(turnIds, 10);
    await resumeAll(rig, asked, true);
    await rig.age(turnIds, 25 * 60);
    await expireLogs(rig);
    await resumeAll(rig, asked, false);
    return 4 * ANSWERS;
  },
};

async function resumeAll(rig: Rig, asked: Asked[], isExact: boolean): Promise<void> {
  for (const [index, one] of asked.entries()) {
    const startedAt = performance.now();
    const reader = rig.watch(one, index % rig.servers.length, isExact);
    await rig.ended([reader], 10_000);
    rig.figures.add(FIRST_FRAME, (reader.trace.endedAt ?? Infinity) - startedAt);
    if (reader.trace.ending?.kind !== 'end') rig.violate(`${reader.trace.reader} could not read it again`);
  }
}

/** As the servers do every ten minutes. */
async function expireLogs(rig: Rig): Promise<void> {
  await rig.database.query(
    `WITH expired AS (
       UPDATE turns SET has_log = false WHERE has_log AND ended_at < now() - interval '24 hours' RETURNING id
     )
     DELETE FROM turn_log WHERE turn_id IN (SELECT id FROM expired)`,
  );
}
