import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 20;
const SLOWEST_P99_MS = 500;
const MOST_TOKENS_AFTER = 10;
const CLOSED_TO_MODEL = 'stop to closed provider connection';

/** Another tab, on whichever server, stops an answer at whichever moment; some stop it twice. */
export const stopAnywhere: Scenario = {
  name: 'stop-anywhere',
  title: 'stops from any tab and server at any moment',
  promises: ['P12', 'P13'],
  unit: 'stops',
  fullSize: 500,
  async round(rig, left) {
    const stops = Math.min(ANSWERS, left);
    await Promise.all(Array.from({ length: stops }, () => stopOne(rig)));
    return stops;
  },
  judge(rig) {
    const slow = rig.figures.percentile(CLOSED_TO_MODEL, 0.99);
    if (slow > SLOWEST_P99_MS) rig.missBar(`p99 of a stop is ${Math.round(slow)} ms`);
  },
};

async function stopOne(rig: Rig): Promise<void> {
  const { random } = rig;
  const asked = rig.ask(rig.question({ tokens: 400, gapMs: 15 }));
  const { turnId } = await asked.reader.accepted;
  const tab = rig.watch(asked);
  await sleep(random.between(0, 2000));
  const frame = { type: 'stop', requestId: 'stop', turnId };
  const stopper = random.chance(0.5) ? tab : asked.reader;
  // A tab that is not connected yet asks again, as our own client does.
  while (!stopper.send(frame)) await sleep(10);
  const stoppedAt = performance.now();
  const before = rig.model.callsOf(asked.question.key).at(-1)?.tokens ?? 0;
  if (random.chance(0.3)) asked.reader.send(frame);
  await rig.ended([asked.reader, tab]);
  const call = rig.model.callsOf(asked.question.key).at(-1);
  if (call === undefined) return; // Stopped before the model was asked.
  const closedMs = (call.endedAt ?? Infinity) - stoppedAt;
  rig.figures.add(CLOSED_TO_MODEL, closedMs);
  if (closedMs > SLOWEST_P99_MS)
    rig.history.note(`${asked.question.key}: ${closedMs} ms, ${before} tokens before the stop`);
  rig.figures.add('stop to end', (asked.reader.trace.endedAt ?? Infinity) - stoppedAt);
  if (call.how !== 'aborted')
    rig.violate(`${asked.question.key}: the provider call was ${call.how ?? 'still going on'}`);
  const more = call.tokens - before;
  if (more > MOST_TOKENS_AFTER + SLOWEST_P99_MS / 15)
    rig.missBar(`${asked.question.key}: ${more} tokens after the stop`);
}
