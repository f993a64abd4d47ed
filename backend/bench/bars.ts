import { NAMES } from './contenders.js';
import { RESUMED_TOKENS } from './measures/resume.js';
import { figuresOf, type Result } from './results.js';

/** A promise that figures decide. */
export interface Bar {
  what: string;
  most: number;
  unit: string;
  /** Undefined = not measured. */
  figure: number | undefined;
}

const IDLE_CONNECTIONS = 10_000;

/** What Throughline wants to reach, and what it reached. Processor times are of the gateway's processes alone. */
export function barsOf(results: readonly Result[]): Bar[] {
  const cpu = (name: string) => figuresOf(results, 'paced', name)?.cpuPerChunk;
  const floor = sum(cpu(NAMES.bareWs), cpu(NAMES.rawModel));
  const share = (of: number | undefined) => ratio(cpu(NAMES.postgres), of);
  const memory = figuresOf(results, 'memory', NAMES.postgres);
  const isFull = memory !== undefined && memory.connections >= IDLE_CONNECTIONS;
  return [
    { what: `CPU per token, paced: ${NAMES.http}`, most: 0.35, unit: '×', figure: share(cpu(NAMES.http)) },
    { what: `CPU per token, paced: ${NAMES.outline}`, most: 0.35, unit: '×', figure: share(cpu(NAMES.outline)) },
    { what: 'CPU per token, paced: bare ws + raw model', most: 2, unit: '×', figure: share(floor) },
    ...[NAMES.postgres, NAMES.embedded].flatMap((name) => {
      const paced = figuresOf(results, 'paced', name);
      const resume = figuresOf(results, 'resume', name);
      return [
        {
          what: `${name}: added to the first token, p99, from the model’s sending it`,
          most: 50,
          unit: 'ms',
          figure: paced?.firstP99 ?? undefined,
        },
        {
          what: `${name}: the same from the question on, the model taking no time`,
          most: 50,
          unit: 'ms',
          figure: paced?.askedP99 ?? undefined,
        },
        { what: `${name}: replay of ${RESUMED_TOKENS} tokens`, most: 20, unit: 'frames', figure: resume?.pieces },
        { what: `${name}: the same, median`, most: 100, unit: 'ms', figure: resume?.ms },
      ];
    }),
    {
      what: 'ready, embedded, warm, median',
      most: 3000,
      unit: 'ms',
      figure: figuresOf(results, 'ready', NAMES.embedded)?.ms,
    },
    {
      what: 'ready, PostgreSQL, median',
      most: 1000,
      unit: 'ms',
      figure: figuresOf(results, 'ready', NAMES.postgres)?.ms,
    },
    {
      what: `resident memory per idle connection, at ${IDLE_CONNECTIONS}, garbage collected`,
      most: 15,
      unit: 'KB',
      figure: isFull && memory.idleResident !== null ? memory.idleResident / 1000 : undefined,
    },
  ];
}

export function verdictOf({ figure, most }: Bar): 'held' | '**missed**' | 'not measured' {
  if (figure === undefined) return 'not measured';
  return figure <= most ? 'held' : '**missed**';
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function ratio(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}
