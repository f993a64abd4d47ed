import { MODEL_FAULTS } from '../question.js';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 30;
const LONGEST_WAIT_MS = 35_000;
/** Refusals of the first call pass unseen; whoever cannot answer at all ends with an error. */
const PASSING = new Set(['429', '500']);

/** The AI service refuses, stalls, breaks off or talks nonsense. */
export const providerFaults: Scenario = {
  name: 'provider-faults',
  title: `${MODEL_FAULTS.join(', ')}: the answer fails with what had arrived, or is asked for again`,
  promises: ['P13', 'P15'],
  unit: 'faulted runs',
  fullSize: 1000,
  env: { CHAT_FIRST_CHUNK_TIMEOUT_MS: '4000', CHAT_SILENCE_TIMEOUT_MS: '3000' },
  async round(rig, left) {
    const runs = Math.min(ANSWERS, left);
    await Promise.all(Array.from({ length: runs }, () => faultOne(rig)));
    return runs;
  },
};

async function faultOne(rig: Rig): Promise<void> {
  const { random } = rig;
  const fault = random.pick(MODEL_FAULTS);
  const passes = PASSING.has(fault) && random.chance(0.5);
  const asked = rig.ask(
    rig.question({ tokens: random.between(20, 80), gapMs: 5, fault, ...(passes ? { faultyCalls: 1 } : {}) }),
  );
  const startedAt = performance.now();
  await asked.reader.accepted;
  await rig.ended([asked.reader, rig.watch(asked)]);
  const waitedMs = (asked.reader.trace.endedAt ?? Infinity) - startedAt;
  rig.figures.add(`${fault} to end`, waitedMs);
  if (waitedMs > LONGEST_WAIT_MS) rig.missBar(`${asked.reader.trace.reader} waited ${Math.round(waitedMs)} ms`);
  const [turn] = await rig.database.query<{ status: string }>(`SELECT status FROM turns WHERE id = $1`, [
    asked.reader.trace.turnId,
  ]);
  const expected = passes ? 'completed' : 'failed';
  if (turn?.status !== expected) rig.violate(`${fault} (${passes ? 'once' : 'always'}) left the turn ${turn?.status}`);
}
