// `npm run bench -- [--only a,b] [--measures paced,memory,resume,capacity] [--users N] [--rate R] [--seconds S] [--rounds N]
// [--connections N] [--write]`: all contenders side by side, in one run. `--write` puts the report into docs/.
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { Child } from './child.js';
import type { Contender } from './contender.js';
import { contenders } from './contenders.js';
import { measureCapacity } from './measures/capacity.js';
import { measureMemory } from './measures/memory.js';
import { measurePaced, type Load, type Paced } from './measures/paced.js';
import { measureResume } from './measures/resume.js';
import { toMarkdown } from './report.js';
import { medianOf, type Result, type Results } from './results.js';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    measures: { type: 'string', default: 'paced,memory,resume' },
    users: { type: 'string', default: '100' },
    rate: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
});
const measures = new Set(values.measures.split(','));
const load: Load = { users: Number(values.users), rate: Number(values.rate), seconds: Number(values.seconds) };
const connections = Number(values.connections);
const rounds = Number(values.rounds);
const all = contenders({
  databaseUrl: process.env.DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/test',
  redisUrl: process.env.REDIS_URL ?? 'redis://127.0.0.1:6379',
});

const model = await Child.start(['dist-bench/model-server.js'], {});
const modelUrl = `${model.url}/v1`;
try {
  const results = await measureAll(await chosen());
  const { length: cores, 0: core } = cpus();
  const whole: Results = {
    date: new Date().toISOString(),
    machine: `${cores} × ${core.model.trim()}, Node ${process.version}`,
    command: `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim(),
    load,
    idleConnections: connections,
    rounds,
    results,
  };
  const markdown = toMarkdown(whole);
  console.log(markdown);
  if (values.write) {
    await writeFile('docs/benchmarks.md', markdown);
    await writeFile('docs/benchmarks.json', `${JSON.stringify(whole, null, 2)}\n`);
  }
} finally {
  await model.stop();
}

async function chosen(): Promise<Contender[]> {
  const wanted = values.only?.split(',');
  const named = wanted === undefined ? all : all.filter(({ name }) => wanted.some((part) => name.includes(part)));
  const here = await Promise.all(named.map((contender) => contender.isHere()));
  for (const [index, { name }] of named.entries()) {
    if (!here[index]) console.error(`${name}: what it needs is not here, left out`);
  }
  return named.filter((_contender, index) => here[index]);
}

/** Rounds are interleaved, so that whatever else the machine does hits everyone alike. */
async function measureAll(taking: Contender[]): Promise<Result[]> {
  const pacedRounds = new Map<string, Paced[]>();
  const results = new Map<string, Result>();
  for (let round = 1; round <= (measures.has('paced') ? rounds : 1); round += 1) {
    for (const contender of taking) {
      console.error(`round ${round}: ${contender.name}`);
      const result = await measureOnce(contender, round === 1);
      results.set(contender.name, { ...result, ...results.get(contender.name) });
      if (result.paced) pacedRounds.set(contender.name, [...(pacedRounds.get(contender.name) ?? []), result.paced]);
    }
  }
  return taking.map(({ name }) => {
    const figures = pacedRounds.get(name);
    return { ...results.get(name)!, ...(figures ? { paced: medianOf(figures) } : {}) };
  });
}

async function measureOnce(contender: Contender, isFirst: boolean): Promise<Result> {
  const { name, what, role } = contender;
  const running = await contender.start(modelUrl);
  try {
    const result: Result = { name, what, role, readyMs: running.child.readyMs };
    if (measures.has('paced')) result.paced = await measurePaced(contender, running, load);
    if (!isFirst || role === 'floor') return result;
    if (measures.has('resume')) result.resume = contender.canResume ? await measureResume(running) : null;
    if (measures.has('memory')) result.memory = await measureMemory(running, connections);
    if (measures.has('capacity')) result.capacity = await measureCapacity(contender, running);
    return result;
  } finally {
    await running.stop();
  }
}
