import { setTimeout as sleep } from 'node:timers/promises';
import type { RawReader } from '../raw-reader.js';
import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 2;
/** Per answer, besides its author. */
const NORMAL = 2;
const PAUSED = 5;
/** Makes answers of 15 MB: the kernel's own buffers hold up to 10 MB of a link on loopback. */
const PADDING = 50_000;
const TOKENS = 300;
/** About the middle of an answer. */
const LOOK_AT_CHUNK = 150;
const SLOW_READER_TIMEOUT_MS = 3000;
const MB = 1024 * 1024;
const MOST_EACH_MB = 2;

/** Readers that take nothing at all, until their socket is closed: the others do not notice, and they miss nothing. */
export const slowReaders: Scenario = {
  name: 'slow-readers',
  title: 'readers of 15 MB answers stop reading; their sockets are closed (after 3 s, not 30), later they come back',
  promises: ['P16'],
  unit: 'paused readers',
  fullSize: 20,
  env: { CHAT_SLOW_READER_TIMEOUT_MS: String(SLOW_READER_TIMEOUT_MS) },
  async round(rig) {
    const quiet = await readAll(rig, 'end after the model’s (nobody paused)', false);
    const { paused, heapBytes } = await readAll(rig, 'end after the model’s (some paused)', true);
    const eachMb = (heapBytes - quiet.heapBytes) / paused.length / MB;
    rig.figures.add('memory per paused reader, MB', eachMb);
    if (eachMb > MOST_EACH_MB) rig.missBar(`each paused reader costs ${eachMb.toFixed(1)} MB`);
    await sleep(2 * SLOW_READER_TIMEOUT_MS);
    for (const reader of paused) reader.proceed();
    await rig.ended(paused);
    for (const { dials, trace } of paused)
      if (dials < 2) rig.violate(`${trace.reader} took nothing and was not closed`);
    return paused.length;
  },
};

/** @returns the readers that are paused, and what all servers held in the middle of it */
async function readAll(
  rig: Rig,
  figure: string,
  isPaused: boolean,
): Promise<{ paused: RawReader[]; heapBytes: number }> {
  const asked = Array.from({ length: ANSWERS }, () =>
    rig.ask(rig.question({ tokens: TOKENS, gapMs: 10, padding: PADDING })),
  );
  await Promise.all(asked.map(({ reader }) => reader.accepted));
  // Straight to a server: a proxy in between would buffer as much again. As many read when nobody is paused.
  const watchers = asked.flatMap((one) =>
    Array.from({ length: PAUSED }, (_, index) => rig.watch(one, index % rig.servers.length)),
  );
  const paused = isPaused ? watchers : [];
  for (const reader of paused) {
    reader.onChunk = () => {
      reader.onChunk = undefined;
      reader.pause();
    };
  }
  const normal = asked.flatMap((one) => [one.reader, ...Array.from({ length: NORMAL }, () => rig.watch(one))]);
  // Each time at the same place of the answers, which are in memory as well: the sockets of the paused are full there.
  while (normal.some(({ trace }) => trace.offset < LOOK_AT_CHUNK && trace.endedAt === null)) await sleep(10);
  const usages = await Promise.all(rig.servers.map((server) => server.usage()));
  await rig.ended(isPaused ? normal : [...normal, ...watchers]);
  for (const one of asked) note(rig, figure, one, normal);
  return { paused, heapBytes: usages.reduce((sum, usage) => sum + usage.heapBytes, 0) };
}

function note(rig: Rig, figure: string, { question }: Asked, normal: RawReader[]): void {
  const modelEndedAt = rig.model.callsOf(question.key).at(-1)?.endedAt ?? Infinity;
  for (const { trace } of normal) {
    if (trace.key === question.key) rig.figures.add(figure, (trace.endedAt ?? Infinity) - modelEndedAt);
  }
}
