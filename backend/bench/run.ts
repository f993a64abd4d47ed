// `npm run bench`: ways to stream an answer, side by side. `--write` merges what was measured into docs/benchmarks.json, by
// measure and contender, and makes docs/benchmarks.md of all that is there; so long measures can be run apart.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Child } from './child.js';
import type { Contender, Running } from './contender.js';
import { contenders } from './contenders.js';
import { Heap } from './heap.js';
import { warmUp } from './measures/answers.js';
import { BULK_TOKENS, BULK_USERS, measureBulk } from './measures/bulk.js';
import { MOST_USERS, measureCapacity } from './measures/capacity.js';
import { measureMemory } from './measures/memory.js';
import { measurePaced, type Load } from './measures/paced.js';
import { measureReady } from './measures/ready.js';
import { measureResume, RESUMED_TOKENS } from './measures/resume.js';
import { toMarkdown } from './report.js';
import { MEASURE_NAMES, medianOf, mergeResults, type MeasureName, type Measures, type Result } from './results.js';

const USAGE = `npm run bench -- [--only 'ours, PostgreSQL;HTTP'] [--measures ${MEASURE_NAMES.join(',')}]
  [--users 100] [--rate 50] [--seconds 10] [--rounds 3] [--connections 5000] [--write]
DATABASE_URL names the PostgreSQL server ours makes databases on, REDIS_URL the Redis of resumable-stream.`;
const JSON_FILE = 'docs/benchmarks.json';
const MARKDOWN_FILE = 'docs/benchmarks.md';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    measures: { type: 'string', default: 'paced,bulk,resume,ready,memory' },
    users: { type: 'string', default: '100' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '5000' },
    write: { type: 'boolean', default: false },
  },
});
const measures = values.measures.split(',') as MeasureName[];
const load: Load = { users: Number(values.users), rate: Number(values.rate), seconds: Number(values.seconds) };
const connections = Number(values.connections);
const rounds = Number(values.rounds);
if (
  !measures.every((name) => MEASURE_NAMES.includes(name)) ||
  ![...Object.values(load), connections, rounds].every((value) => value > 0)
) {
  console.error(USAGE);
  process.exit(2);
}

const SETTINGS: Record<MeasureName, string> = {
  paced: `${load.users} users × ${load.rate} tokens/s, ${load.seconds} s, ${rounds === 1 ? '1 round' : `median of ${rounds} interleaved rounds`}`,
  bulk: `${BULK_USERS} × ${BULK_TOKENS} tokens`,
  resume: `${RESUMED_TOKENS} tokens`,
  ready: 'warm starts',
  memory: `${connections} connections`,
  capacity: `up to ${MOST_USERS} users`,
};
const about = {
  date: new Date().toISOString(),
  commit: execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim(),
  command: `npm run bench -- ${process.argv
    .slice(2)
    .map((word) => (/^[\w,-]+$/.test(word) ? word : `'${word}'`))
    .join(' ')}`.trim(),
  machine: `${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}`,
};
const takers = contenders(process.env.DATABASE_URL, process.env.REDIS_URL ?? 'redis://127.0.0.1:6379');
const results: Result[] = [];
const model = await Child.start(['dist-bench/model-server.js'], {});
try {
  const taking = await here();
  for (const measure of measures) await take(measure, taking);
} finally {
  await model.stop();
}
if (values.write) {
  const older = existsSync(JSON_FILE) ? (JSON.parse(readFileSync(JSON_FILE, 'utf8')) as Result[]) : [];
  const all = mergeResults(older, results);
  await writeFile(JSON_FILE, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(MARKDOWN_FILE, toMarkdown(all, takers));
}
console.log(toMarkdown(results, takers));

async function here(): Promise<Contender[]> {
  const wanted = values.only?.split(';');
  const taking: Contender[] = [];
  for (const contender of takers) {
    if (wanted !== undefined && !wanted.some((part) => contender.name.includes(part))) continue;
    if (await contender.isHere()) taking.push(contender);
    else console.error(`${contender.name}: left out, it needs ${contender.needs}`);
  }
  return taking;
}

/** Rounds are interleaved, so that whatever else the machine does hits everyone alike. */
async function take(measure: MeasureName, taking: readonly Contender[]): Promise<void> {
  const found = new Map<Contender, Measures[MeasureName][]>();
  for (let round = 0; round < (measure === 'paced' ? rounds : 1); round += 1) {
    for (const contender of taking.filter((one) => isFor(measure, one))) {
      console.error(`${measure}: ${contender.name}`);
      found.set(contender, [...(found.get(contender) ?? []), await measureOne(measure, contender)]);
    }
  }
  for (const [{ name }, figures] of found) {
    const whole = figures.length === 1 ? figures[0] : medianOf(figures);
    results.push({ measure, contender: name, figures: whole, setting: SETTINGS[measure], ...about });
  }
}

function isFor(measure: MeasureName, { role, canResume }: Contender): boolean {
  if (measure === 'resume') return canResume;
  return role !== 'floor' || measure === 'paced' || measure === 'bulk';
}

async function measureOne(measure: MeasureName, contender: Contender): Promise<Measures[MeasureName]> {
  const place = await contender.prepare(`${model.url}/v1`);
  try {
    if (measure === 'ready') return await measureReady(place);
    const heap = measure === 'memory' ? new Heap() : null;
    const child = await place.start(heap?.flags, heap?.env);
    try {
      const running: Running = {
        contender,
        child,
        storePid: place.storePid,
        connect: (other) => place.connect(child.url, other),
      };
      await warmUp(running);
      if (heap !== null) return await measureMemory(running, heap, connections);
      return await measureRunning(measure, running);
    } finally {
      await child.stop();
      heap?.drop();
    }
  } finally {
    await place.drop();
  }
}

function measureRunning(measure: MeasureName, running: Running): Promise<Measures[MeasureName]> {
  if (measure === 'paced') return measurePaced(running, load);
  if (measure === 'bulk') return measureBulk(running);
  if (measure === 'resume') return measureResume(running);
  return measureCapacity(running);
}
