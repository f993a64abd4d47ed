// Measures the page against the bars of issue 5 and writes docs/page-performance.md: npm run page-performance
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { coldLoad, dots, firstPaint, initialJavaScript, longConversation, streaming } from './measures.js';
import { type Figure, toMarkdown } from './report.js';
import type { Stretch } from './stopwatch.js';
import { Subject } from './subject.js';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const REPORT = resolve(import.meta.dirname, '../../docs/page-performance.md');

const subject = await Subject.start();
try {
  const figures: Figure[] = [];
  const add = (what: string, value: number, unit: string, bar: number | null = null) => {
    figures.push({ what, value, unit, bar });
    process.stdout.write(`${what}: ${value.toFixed(2)} ${unit}\n`);
  };

  add('Initial JavaScript, gzip', initialJavaScript() / 1_000, 'KB', 200);
  add('Cold load: interactive', median(await rounds(() => coldLoad(subject))), 'ms', 1_200);

  const longThread = await subject.seed(2_000);
  add('2,000 messages: first paint', median(await rounds(() => firstPaint(subject, longThread))), 'ms', 1_000);
  const long = await longConversation(subject, longThread);
  add('2,000 messages: most message nodes', long.mostMessages, '', 119);
  add(`2,000 messages: anchor moved, over ${long.pages} older pages`, long.shift, 'px', 2);

  const thread = await subject.seed(500);
  add('Enter to dots', median(await rounds(() => dots(subject, thread))), 'ms', 100);
  const full = await rounds(() => streaming(subject, thread, 1));
  add('2,000 deltas: main thread', per10Seconds(full), 's per 10 s', 2.5);
  add('2,000 deltas: longest task', median(full.map(({ longestTask }) => longestTask)), 'ms', 50);
  add('2,000 deltas: dropped frames', median(full.map((one) => one.droppedFramesPercent)), '%', 0.5);
  add('2,000 deltas: key p50', median(full.map(({ keyP50 }) => keyP50)), 'ms', 16);
  add('2,000 deltas: slowest key', median(full.map(({ keyMax }) => keyMax)), 'ms');
  const slow = await rounds(() => streaming(subject, thread, 4));
  add('CPU 4 × slower: dropped frames', median(slow.map((one) => one.droppedFramesPercent)), '%', 10);
  add('CPU 4 × slower: longest task', median(slow.map(({ longestTask }) => longestTask)), 'ms');
  add('CPU 4 × slower: key p50', median(slow.map(({ keyP50 }) => keyP50)), 'ms');
  const huge = await rounds(() => streaming(subject, thread, 1, true));
  add('60,000 characters: longest task', median(huge.map(({ longestTask }) => longestTask)), 'ms', 100);
  add('60,000 characters: main thread', per10Seconds(huge), 's per 10 s');

  const machine = `${cpus().length} × ${cpus()[0].model}`;
  const markdown = toMarkdown(figures, { date: new Date().toISOString().slice(0, 10), machine, rounds: ROUNDS });
  writeFileSync(REPORT, markdown);
  process.stdout.write(`\n${markdown}`);
} finally {
  await subject.end();
}

async function rounds<T>(measure: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let round = 0; round < ROUNDS; round += 1) all.push(await measure());
  return all;
}

function per10Seconds(stretches: Stretch[]): number {
  return median(stretches.map(({ mainThreadSeconds, seconds }) => (10 * mainThreadSeconds) / seconds));
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
