import { barsOf, verdictOf } from './bars.js';
import { NAMES } from './contenders.js';
import type { Contender } from './contender.js';
import { BULK_TOKENS, BULK_USERS } from './measures/bulk.js';
import { CAPACITY_BAR_MS, CAPACITY_FIRST_BAR_MS } from './measures/capacity.js';
import { RESUMED_TOKENS } from './measures/resume.js';
import { figuresOf, MEASURE_NAMES, type MeasureName, type Measures, type Result } from './results.js';

type Figure = number | null | undefined;
type Taker = Pick<Contender, 'name' | 'what' | 'role' | 'needs'>;

/** A column of a table: its head, and the figure it takes. */
type Column<Name extends MeasureName> = [string, (figures: Measures[Name]) => Figure | string];

const kilobytes = (bytes: number | null) => (bytes === null ? null : bytes / 1000);

/** The results as Markdown: ratios first, then the bars, then every figure. */
export function toMarkdown(results: readonly Result[], takers: readonly Taker[]): string {
  const names = takers.map(({ name }) => name);
  const section = <Name extends MeasureName>(
    title: string,
    text: string[],
    measure: Name,
    columns: Column<Name>[],
  ): string[] => {
    const rows = names.flatMap((name) => {
      const figures = figuresOf(results, measure, name);
      return figures === undefined ? [] : [[name, ...columns.map(([, take]) => cell(take(figures)))]];
    });
    if (rows.length === 0) return [];
    return [`## ${title}`, '', ...text, ...table(['', ...columns.map(([head]) => head)], rows), ''];
  };
  return [
    ...INTRODUCTION,
    ...ratios(results, takers),
    '## Bars',
    '',
    'Gateway: ours on PostgreSQL, one process, its log on.',
    '',
    ...table(
      ['', 'at most', 'measured', ''],
      barsOf(results).map((bar) => [bar.what, `${bar.most} ${bar.unit}`, cell(bar.figure), verdictOf(bar)]),
    ),
    '',
    ...section(
      'Paced answers',
      [
        'Milliseconds. "Asked": from the question to the first token, the model taking no time. "First" and "any": from the model’s sending of a token to the client’s having it.',
        'CPU: µs per token, of all processes of the server, and apart those of the PostgreSQL or Redis server it writes to; the embedded database is part of the server. Only ours and `resumable-stream` keep what they send.',
        '',
      ],
      'paced',
      [
        ['asked p50', (paced) => paced.askedP50],
        ['p99', (paced) => paced.askedP99],
        ['first p50', (paced) => paced.firstP50],
        ['p99', (paced) => paced.firstP99],
        ['any p50', (paced) => paced.chunkP50],
        ['p99', (paced) => paced.chunkP99],
        ['CPU', (paced) => paced.cpuPerChunk],
        ['store’s CPU', (paced) => paced.storeCpuPerChunk],
        ['frames/token', (paced) => paced.piecesPerToken],
        ['bytes/token', (paced) => paced.bytesPerToken],
        ['lost', (paced) => percent(paced.loss)],
      ],
    ),
    ...section(
      'Bulk',
      [`${BULK_USERS} answers of ${BULK_TOKENS} tokens at once, from a model as fast as it is read.`, ''],
      'bulk',
      [
        ['CPU µs/token', (bulk) => bulk.cpuPerChunk],
        ['store’s CPU', (bulk) => bulk.storeCpuPerChunk],
        ['tokens/s', (bulk) => bulk.tokensPerSecond],
        ['lost', (bulk) => percent(bulk.loss)],
      ],
    ),
    ...section(
      'Capacity',
      [
        `Users of 50 tokens a second, until one token in a hundred comes later than ${CAPACITY_BAR_MS} ms, one first token in a hundred later than ${CAPACITY_FIRST_BAR_MS} ms after its question, or one is lost; the line is searched to a tenth. Model and clients share the cores: it is the line of this machine.`,
        'Per core: of those the server and its store kept busy. "More than": the last step there is still held.',
        '',
      ],
      'capacity',
      [
        ['users', ({ users, isMore }) => `${isMore ? 'more than ' : ''}${users}`],
        ['tokens/s', ({ chunksPerSecond, isMore }) => `${isMore ? 'more than ' : ''}${chunksPerSecond}`],
        ['tokens/s per core', ({ chunksPerCoreSecond }) => (chunksPerCoreSecond === 0 ? null : chunksPerCoreSecond)],
      ],
    ),
    ...section(
      'Memory',
      [
        'KB (1,000 bytes) of one more, all processes of the server, garbage collected before each look. A client of HTTP holds no connection while idle, and its running turn includes one.',
        'Without forced collections, idle for longer: [load.md](load.md).',
        '',
      ],
      'memory',
      [
        ['idle connections', ({ connections }) => (connections === 0 ? null : String(connections))],
        ['each: resident', (memory) => kilobytes(memory.idleResident)],
        ['heap', (memory) => kilobytes(memory.idleHeap)],
        ['running turn: resident', (memory) => kilobytes(memory.turnResident)],
        ['heap', (memory) => kilobytes(memory.turnHeap)],
      ],
    ),
    ...section(
      'Resume',
      [`A second reader of an answer of ${RESUMED_TOKENS} tokens that is still open. Who is not here cannot.`, ''],
      'resume',
      [
        ['ms, median of 5', (resume) => resume.ms],
        ['most', (resume) => resume.maxMs],
        ['frames', (resume) => resume.pieces],
        ['KB', (resume) => kilobytes(resume.bytes)],
      ],
    ),
    ...section(
      'Ready',
      ['From the start of the process until it takes connections, behind one start that does not count.', ''],
      'ready',
      [
        ['ms, median', (ready) => ready.ms],
        ['most', (ready) => ready.maxMs],
        ['starts', (ready) => String(ready.starts)],
      ],
    ),
    '## Who could take part',
    '',
    ...table(
      ['', '', ''],
      takers.map(({ name, what, needs }) => [name, what, absence(results, name, needs)]),
    ),
    '',
    '## Runs',
    '',
    ...runs(results),
    '',
  ].join('\n');
}

const INTRODUCTION = [
  '# Benchmarks',
  '',
  'Made by `npm run bench -- --write`; do not edit. Each contender is a process of its own on the same machine, asks the same model server over the same wire and is warmed by the same answers; model and clients run beside it on the',
  'same cores. The clients imitate the AI SDK’s transports (`DefaultChatTransport` over `node:http`, `WebSocketChatTransport` over `ws`): the same requests, frames and events, without the cost of the real ones, which would weigh on all alike. Processor times are the kernel’s, of the',
  'processes by their ids. When and of which commit each figure is stands under [Runs](#runs).',
  '',
];

/** Ours on PostgreSQL as a multiple of each of the others; below 1 = less. */
function ratios(results: readonly Result[], takers: readonly Taker[]): string[] {
  const others = takers.filter(({ role }) => role !== 'ours').map(({ name }) => name);
  const paced = (take: (figures: Measures['paced']) => Figure) => (name: string) => at(results, 'paced', name, take);
  const lines: [string, (name: string) => Figure][] = [
    ['CPU per token, paced', paced(({ cpuPerChunk }) => cpuPerChunk)],
    ['the same with the store’s', paced((figures) => figures.cpuPerChunk + (figures.storeCpuPerChunk ?? 0))],
    ['CPU per token, bulk', (name) => at(results, 'bulk', name, ({ cpuPerChunk }) => cpuPerChunk)],
    ['first token, from the question, p99', paced(({ askedP99 }) => askedP99)],
    ['any token, p99', paced(({ chunkP99 }) => chunkP99)],
    ['bytes per token', paced(({ bytesPerToken }) => bytesPerToken)],
    ['tokens/s per core', (name) => at(results, 'capacity', name, (figures) => figures.chunksPerCoreSecond)],
    ['heap per idle connection', (name) => at(results, 'memory', name, ({ idleHeap }) => idleHeap)],
    ['heap per running turn', (name) => at(results, 'memory', name, ({ turnHeap }) => turnHeap)],
    ['resume of a long answer, ms', (name) => at(results, 'resume', name, ({ ms }) => ms)],
    ['ready, ms', (name) => at(results, 'ready', name, ({ ms }) => ms)],
  ];
  return [
    '## Ours on PostgreSQL as a multiple of each',
    '',
    'Less is better but for tokens/s per core. – = not measured, or there is no such thing.',
    '',
    ...table(
      ['', ...others],
      lines.map(([what, take]) => [what, ...others.map((name) => times(take(NAMES.postgres), take(name)))]),
    ),
    '',
  ];
}

function at<Name extends MeasureName>(
  results: readonly Result[],
  measure: Name,
  name: string,
  take: (figures: Measures[Name]) => Figure,
): Figure {
  const figures = figuresOf(results, measure, name);
  return figures === undefined ? undefined : take(figures);
}

function absence(results: readonly Result[], name: string, needs: string): string {
  if (results.some(({ contender }) => contender === name)) return '';
  return needs === '' ? 'not measured' : `not measured; needs ${needs}`;
}

/** One line for all contenders that were measured alike. */
function runs(results: readonly Result[]): string[] {
  const lines = new Map<string, string[]>();
  for (const measure of MEASURE_NAMES) {
    for (const { contender, setting, date, commit, command, machine } of results.filter(
      (result) => result.measure === measure,
    )) {
      const key = [measure, setting, date.slice(0, 16).replace('T', ' '), commit, machine, `\`${command}\``].join(
        ' | ',
      );
      lines.set(key, [...(lines.get(key) ?? []), contender]);
    }
  }
  return table(
    ['measure', 'setting', 'UTC', 'commit', 'machine', 'command', 'contenders'],
    Array.from(lines, ([key, names]) => [key, names.join('; ')]),
  );
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function times(mine: Figure, theirs: Figure): string {
  if (mine == null || theirs == null || theirs <= 0) return '–';
  return `${cell(mine / theirs)} ×`;
}

function percent(share: number | null): string | null {
  return share === null ? null : `${cell(share * 100)} %`;
}

/** Three figures that matter; – = not measured. */
function cell(value: Figure | string): string {
  if (value == null || typeof value === 'string') return value ?? '–';
  if (Math.abs(value) >= 100) return Math.round(value).toString();
  const text = value.toPrecision(3);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
