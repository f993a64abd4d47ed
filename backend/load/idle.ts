import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { HEARTBEAT } from '@app/chat-protocol';
import { cpuMicrosOf } from '../bench/processes.js';
import { GeneratorProcess } from './generator-process.js';
import type { Target } from './target.js';

/** Two pings and their deadline. */
const HOLD_MS = 2 * HEARTBEAT.serverIntervalMs + HEARTBEAT.serverTimeoutMs;
const SETTLE_MS = 3000;
/** A generator’s sockets. Its ports all go to one address and port, of which Linux lends about 28,000. */
const PER_GENERATOR = 5000;
/** Files a process has open besides its sockets. */
const OTHER_FILES = 200;

/** What idle connections came to. */
export interface Idle {
  connections: number;
  /** Those still open behind two pings. */
  survived: number;
  /** Resident memory each, in bytes: right after all are open, and at the end; null = not our server. */
  bytesAtFirst: number | null;
  bytesAtLast: number | null;
  /** Cores the server and PostgreSQL kept busy while nobody said anything; null = not known. */
  serverCores: number | null;
  databaseCores: number | null;
}

/** @throws where a process here may not open so many files */
export async function measureIdle(target: Target, connections: number): Promise<Idle> {
  checkFiles(connections, target);
  const warm = await open(target, 200);
  for (const generator of warm) generator.kill();
  await sleep(SETTLE_MS);
  const empty = target.child?.memoryBytes() ?? null;
  const generators = await open(target, connections);
  try {
    await sleep(SETTLE_MS);
    const each = () => (empty === null ? null : (target.child!.memoryBytes() - empty) / connections);
    const bytesAtFirst = each();
    const cpu = target.child?.cpuMicros() ?? null;
    const databaseMicros = () => (target.databasePid === null ? null : cpuMicrosOf(target.databasePid));
    const databaseBefore = databaseMicros();
    await sleep(HOLD_MS);
    const seconds = HOLD_MS / 1000;
    const serverCores = cpu === null ? null : (target.child!.cpuMicros() - cpu) / 1e6 / seconds;
    const databaseCores = databaseBefore === null ? null : (databaseMicros()! - databaseBefore) / 1e6 / seconds;
    const bytesAtLast = each();
    let survived = 0;
    for (const generator of generators) {
      generator.say('count');
      const message = await generator.hear();
      if (typeof message === 'object' && 'open' in message) survived += message.open;
    }
    return { connections, survived, bytesAtFirst, bytesAtLast, serverCores, databaseCores };
  } finally {
    for (const generator of generators) generator.kill();
  }
}

export function idleToMarkdown(name: string, idle: Idle): string {
  const kilobytes = (bytes: number | null) => (bytes === null ? '–' : `${(bytes / 1000).toFixed(1)} KB`);
  return `${[
    `### ${name}: ${idle.connections} idle connections, ${HOLD_MS / 1000} s`,
    '',
    '| | |',
    '| --- | --- |',
    `| open behind two pings | ${idle.survived} of ${idle.connections} |`,
    `| server memory each | ${kilobytes(idle.bytesAtFirst)} once all are open, ${kilobytes(idle.bytesAtLast)} at the end |`,
    `| cores busy | server ${idle.serverCores?.toFixed(2) ?? '–'}, PostgreSQL ${idle.databaseCores?.toFixed(2) ?? '–'} |`,
  ].join('\n')}\n`;
}

async function open({ url }: Target, connections: number): Promise<GeneratorProcess[]> {
  const generators: GeneratorProcess[] = [];
  for (let left = connections; left > 0; left -= PER_GENERATOR) {
    const generator = new GeneratorProcess();
    generators.push(generator);
    generator.say({ idle: { url, connections: Math.min(left, PER_GENERATOR) } });
  }
  await Promise.all(generators.map((generator) => generator.hear()));
  return generators;
}

/** Node raises its own limit to the hard one, which children inherit. */
function checkFiles(connections: number, { child }: Target): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const most = Number(/Max open files\s+\d+\s+(\d+)/.exec(limits)?.[1] ?? Infinity);
  const needed = (child === undefined ? Math.min(connections, PER_GENERATOR) : connections) + OTHER_FILES;
  if (needed > most)
    throw new Error(`A process here may open ${most} files, and ${needed} are needed: raise \`ulimit -Hn\`.`);
}
