import { CAPACITY_BAR_MS } from './measures/capacity.js';
import { RESUMED_TOKENS } from './measures/resume.js';
import type { Result, Results } from './results.js';

/** The results as Markdown: ratios first, then every figure. */
export function toMarkdown(results: Results): string {
  const { date, machine, command, load, rounds, idleConnections } = results;
  return [
    '# Benchmarks',
    '',
    'Made by `npm run bench`; do not edit. Every contender ran on the same machine in the same run, as a process of its own, and asked the same model server over the same wire; model and clients ran beside it',
    'on the same cores. Latencies are counted from the moment the model sent a token to the moment a client had it. Processor times come from the kernel.',
    '',
    `- ${date}, ${machine}`,
    `- \`${command}\``,
    `- paced: ${load.users} users, ${load.rate} tokens a second each, ${load.seconds} s, median of ${rounds} interleaved rounds; memory: ${idleConnections} idle connections; resume: ${RESUMED_TOKENS} tokens`,
    '',
    ...ratios(results.results),
    ...pacedTable(results.results),
    ...restTable(results.results, idleConnections),
    ...contenderTable(results.results),
  ].join('\n');
}

/** Ours to each of the others: processor time per token. */
function ratios(results: Result[]): string[] {
  const ours = results.filter(({ role, paced }) => role === 'ours' && paced);
  const others = results.filter(({ role, paced }) => role !== 'ours' && paced);
  if (ours.length === 0 || others.length === 0) return [];
  const floor = sumOf(results, ['floor: bare ws', 'floor: raw model']);
  const columns: [string, number][] = others.map(({ name, paced }) => [name, paced!.cpuPerChunk]);
  if (floor !== null) columns.push(['bare ws + raw model', floor]);
  return [
    '## Processor time per token: ours as a multiple of theirs',
    '',
    ...table(
      ['', ...columns.map(([name]) => name)],
      ours.map(({ name, paced }) => [name, ...columns.map(([, cpu]) => `${number(paced!.cpuPerChunk / cpu)} ×`)]),
    ),
    '',
  ];
}

function sumOf(results: Result[], names: string[]): number | null {
  const found = results.filter(({ name, paced }) => names.includes(name) && paced);
  return found.length === names.length ? found.reduce((sum, { paced }) => sum + paced!.cpuPerChunk, 0) : null;
}

function pacedTable(results: Result[]): string[] {
  const measured = results.filter((result) => result.paced !== undefined);
  if (measured.length === 0) return [];
  return [
    '## Paced answers',
    '',
    ...table(
      [
        '',
        'first token p50 ms',
        'p99 ms',
        'any token p50 ms',
        'p99 ms',
        'CPU µs/token',
        'database CPU µs/token',
        'bytes/token',
        'lost',
      ],
      measured.map(({ name, paced: figures }) => [
        name,
        ...[
          figures!.firstP50,
          figures!.firstP99,
          figures!.chunkP50,
          figures!.chunkP99,
          figures!.cpuPerChunk,
          figures!.databaseCpuPerChunk,
          figures!.bytesPerToken,
        ].map(number),
        `${number(figures!.loss * 100)} %`,
      ]),
    ),
    '',
  ];
}

function restTable(results: Result[], connections: number): string[] {
  const kilobytes = (bytes: number | undefined) => (bytes === undefined ? '–' : number(bytes / 1024));
  return [
    '## Memory, resume, start, capacity',
    '',
    `Capacity: tokens a second until one in a hundred comes later than ${CAPACITY_BAR_MS} ms. A client of HTTP streaming holds no connection while idle.`,
    '',
    ...table(
      [
        '',
        `KB per idle connection (${connections})`,
        'KB per running turn',
        'resume ms',
        'frames',
        'KB',
        'ready ms',
        'tokens/s held',
        'tokens/s per core',
      ],
      results
        .filter(({ role }) => role !== 'floor')
        .map(({ name, memory, resume, readyMs, capacity }) => [
          name,
          kilobytes(memory?.perIdleConnection),
          kilobytes(memory?.perRunningTurn),
          resume === null ? 'cannot' : number(resume?.ms),
          number(resume?.pieces),
          kilobytes(resume?.bytes),
          number(readyMs),
          number(capacity?.chunksPerSecond),
          number(capacity?.chunksPerCoreSecond),
        ]),
    ),
    '',
  ];
}

function contenderTable(results: Result[]): string[] {
  return [
    '## Who took part',
    '',
    ...table(
      ['', ''],
      results.map(({ name, what }) => [name, what]),
    ),
    '',
  ];
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** Three figures that matter; – = not measured. */
function number(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toString();
  return value.toPrecision(3).replace(/\.?0+$/, '');
}
