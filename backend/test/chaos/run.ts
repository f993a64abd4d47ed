import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Violation } from './checker.js';
import { Figures } from './figures.js';
import { Random } from './random.js';
import { Results } from './results.js';
import { Rig } from './rig.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios/index.js';

const DEFAULT_PATIENCE_MS = 60_000;
/** Violations printed for one scenario; the rest is in its file. */
const SHOWN_VIOLATIONS = 10;
/** After that long the rig is checked, thrown away and made anew, so that no run outgrows the memory. */
const PIECE_MS = 5 * 60_000;
/** For each scenario of a full run. */
const FULL_MINUTES = 30;

interface Result {
  scenario: Scenario;
  size: number;
  seconds: number;
  violations: Violation[];
  statuses: Record<string, number>;
  figures: string[];
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    /** For all scenarios together; with --full for each, 30 by default. */
    minutes: { type: 'string' },
    /** Every scenario at its stated size, or the size that fits its minutes; goes on where an earlier run of this commit ended. */
    full: { type: 'boolean', default: false },
    /** Whether a missed bar on time or memory fails the run: `strict`, or `report` for crowded machines. */
    bars: { type: 'string', default: 'strict' },
    /** Names of scenarios, comma-separated. Default: all. */
    only: { type: 'string', default: '' },
    /** Part of the stated sizes to run. */
    scale: { type: 'string', default: '1' },
    server: { type: 'string', default: 'dist/backend/src/main.js' },
    /** Where logs and violations go. */
    out: { type: 'string', default: 'dist-chaos/runs' },
  },
});

const minutes = Number(values.minutes ?? (values.full ? FULL_MINUTES : 2));
const kept = new Results(resolve(values.out, 'full.json'));
const wanted = values.only === '' ? [] : values.only.split(',');
const named = scenarios.filter(({ name, isFullOnly }) =>
  wanted.length === 0 ? values.full || !isFullOnly : wanted.includes(name),
);
if (named.length === 0 || named.length < wanted.length) {
  console.error(`Unknown scenario. There are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const chosen = named.filter(({ name }) => !values.full || !kept.has(name));
console.log(
  `seed ${values.seed}, ${minutes} minutes${values.full ? ' each' : ''}, scale ${values.scale}; ${chosen.length} scenarios`,
);

let current: Rig | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void current?.stop().finally(() => process.exit(130)));
}
const isBar = ({ rule }: Violation) => rule === 'bar';
const budgetMs = (minutes * 60_000) / (values.full ? 1 : chosen.length);
const results: Result[] = [];
for (const scenario of chosen) {
  const result = await play(scenario);
  results.push(result);
  if (values.full) keep(result);
}
console.log(values.full ? `\n${kept.table()}` : tableOf(results));
const found = results.flatMap(({ violations }) => violations);
const missedBars = found.filter(isBar).length;
const broken = found.length - missedBars;
console.log(`\n${broken} violations, ${missedBars} missed bars. To replay: npm run chaos -- --seed ${values.seed} --minutes ${minutes}` +
  `${values.only ? ` --only ${values.only}` : ''} --scale ${values.scale}`); // prettier-ignore
const hasFailed = broken > 0 || (values.bars === 'strict' && missedBars > 0) || results.some(({ size }) => size === 0);
process.exit(hasFailed ? 1 : 0);

/** Rounds until the size is reached or the time is up; the rest of the time belongs to the next scenario. */
async function play(scenario: Scenario): Promise<Result> {
  const random = new Random(Number(values.seed)).fork(scenario.name);
  const startedAt = performance.now();
  const target = Math.max(1, Math.round(scenario.fullSize * Number(values.scale)));
  const deadline = startedAt + budgetMs;
  const figures = new Figures();
  const isDone = () => result.size >= target && !(values.full && scenario.isSoak);
  const result: Result = { scenario, size: 0, seconds: 0, violations: [], statuses: {}, figures: [] };
  do {
    try {
      await playPiece(result, random, figures, target, deadline, isDone);
    } catch (error) {
      // The rig itself gave up: nothing is known of what it did, and the next scenario has its own.
      const detail = error instanceof Error ? (error.stack ?? error.message) : 'unknown error';
      result.violations.push({ rule: 'scenario', detail });
      break;
    }
  } while (!isDone() && performance.now() < deadline);
  result.seconds = (performance.now() - startedAt) / 1000;
  result.figures = figures.lines();
  printResult(result);
  return result;
}

/** A part of a scenario with a rig of its own. */
async function playPiece(
  result: Result,
  random: Random,
  figures: Figures,
  target: number,
  deadline: number,
  isDone: () => boolean,
): Promise<void> {
  const { scenario } = result;
  const { servers, env, clockShiftsMs, hasDatabaseLinks } = scenario;
  const main = resolve(values.server);
  const rig = await Rig.start({ main, random, servers, env, clockShiftsMs, hasDatabaseLinks, figures });
  current = rig;
  const pieceEnd = scenario.isOnePiece ? deadline : Math.min(deadline, performance.now() + PIECE_MS);
  try {
    do result.size += await scenario.round(rig, Math.max(0, target - result.size));
    while (!isDone() && performance.now() < pieceEnd);
    await rig.settle(scenario.patienceMs ?? DEFAULT_PATIENCE_MS);
    scenario.judge?.(rig);
    const { violations, facts } = await rig.check();
    result.violations.push(...violations);
    for (const { status } of facts.turns) result.statuses[status] = (result.statuses[status] ?? 0) + 1;
  } finally {
    keepLogs(scenario, rig);
    await rig.stop();
  }
}

function keep({ scenario, size, seconds, violations, figures }: Result): void {
  const { name, promises, fullSize, unit } = scenario;
  const missed = violations.filter(({ rule }) => rule === 'bar').length;
  kept.add({
    scenario: name,
    promises,
    size,
    stated: fullSize,
    unit,
    violations: violations.length - missed,
    missedBars: missed,
    seed: values.seed,
    minutes: Math.round(seconds / 6) / 10,
    figures,
  });
}

function printResult({ scenario, size, seconds, violations, statuses, figures }: Result): void {
  const turns = Object.entries(statuses).map(([status, count]) => `${count} ${status}`);
  console.log(`\n${scenario.name} (${scenario.promises.join(', ')}): ${scenario.title}`);
  console.log(
    `  ${size} ${scenario.unit} of ${scenario.fullSize} in ${seconds.toFixed(0)} s; turns: ${turns.join(', ')}`,
  );
  for (const line of figures) console.log(`  ${line}`);
  const worstFirst = violations.toSorted((a, b) => Number(isBar(a)) - Number(isBar(b)));
  for (const { rule, detail } of worstFirst.slice(0, SHOWN_VIOLATIONS))
    console.log(`  ${rule === 'bar' ? 'MISSED' : 'VIOLATION'} ${rule}: ${detail}`);
  if (violations.length > SHOWN_VIOLATIONS) console.log(`  … and ${violations.length - SHOWN_VIOLATIONS} more`);
}

function tableOf(all: Result[]): string {
  const rows = all.map(({ scenario, size, violations }) => {
    const { name, promises, unit, fullSize } = scenario;
    const missed = violations.filter(({ rule }) => rule === 'bar').length;
    return `| ${name} | ${promises.join(' ')} | ${size} / ${fullSize} ${unit} | ${violations.length - missed} | ${missed} |`;
  });
  return [
    '\n| scenario | promises | size run / stated | violations | missed bars |\n|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function keepLogs({ name }: Scenario, rig: Rig): void {
  const folder = resolve(values.out);
  mkdirSync(folder, { recursive: true });
  for (const [index, server] of rig.servers.entries()) {
    writeFileSync(join(folder, `${name}-server-${index}.log`), server.log.join('\n'));
  }
  const operations = rig.history.operations.map(({ at, what }) => `${Math.round(at)} ${what}`);
  writeFileSync(join(folder, `${name}-operations.log`), operations.join('\n'));
}
