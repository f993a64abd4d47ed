import { cpus } from 'node:os';
import type { Child } from '../bench/child.js';
import { cpuMicrosOf } from '../bench/processes.js';
import type { GeneratorUse } from './generate.js';
import { GeneratorProcess } from './generator-process.js';
import { mixClients, type Options } from './options.js';
import type { Plan } from './plan.js';
import { Tally } from './tally.js';
import type { Target } from './target.js';

/** What a run of load came to. */
export interface Measured {
  tally: Tally;
  /** From the first question to the end of the last answer. */
  wallSeconds: number;
  /** Cores each part kept busy on average; null = not known. */
  cores: Record<'server' | 'database' | 'model' | 'generators', number | null> & {
    /** All cores of the machine, whatever ran on them. */
    machine: number;
  };
  generators: GeneratorUse[];
  /** Bytes of the server's memory at the end; null = not ours. */
  serverBytes: number | null;
  /** Database work a second; null = no PostgreSQL server is known. */
  database: { transactions: number; walBytes: number } | null;
}

export type Load = Pick<Options, 'users' | 'rate' | 'seconds' | 'pauseSeconds' | 'minutes' | 'share' | 'generators'>;

let runs = 0;

/** Puts so many users onto a target. Rejects only where a user cannot even sign in. */
export async function measure(target: Target, model: Child, load: Load): Promise<Measured> {
  runs += 1;
  const run = `${process.pid}-${runs}`;
  const kinds = mixClients(load.share, load.users);
  const perGenerator = Math.ceil(load.users / load.generators);
  const generators: GeneratorProcess[] = [];
  try {
    for (let firstUser = 0; firstUser < load.users; firstUser += perGenerator) {
      const generator = new GeneratorProcess();
      generators.push(generator);
      const plan: Plan = {
        url: target.url,
        run,
        clients: kinds.slice(firstUser, firstUser + perGenerator),
        firstUser,
        allUsers: load.users,
        rate: load.rate,
        seconds: load.seconds,
        pauseSeconds: load.pauseSeconds,
        askForSeconds: load.minutes * 60,
        isScripted: target.isScripted,
      };
      generator.say({ plan });
    }
    await heardOfAll(generators, 'ready');
    return await watch(target, model, generators);
  } finally {
    for (const generator of generators) generator.kill();
  }
}

async function watch(target: Target, model: Child, generators: readonly GeneratorProcess[]): Promise<Measured> {
  const look = async () => ({
    server: target.child?.cpuMicros() ?? null,
    database: target.databasePid === null ? null : cpuMicrosOf(target.databasePid),
    model: model.cpuMicros(),
    machine: busyMicros(),
    work: await target.databaseWork(),
    at: performance.now(),
  });
  const before = await look();
  for (const generator of generators) generator.say('go');
  const uses = await Promise.all(
    generators.map(async (generator) => {
      const message = await generator.hear();
      if (typeof message === 'string' || !('measured' in message)) throw new Error('A generator lost its way');
      return message.measured;
    }),
  );
  const after = await look();
  const serverBytes = target.child?.memoryBytes() ?? null;
  const tally = new Tally();
  for (const generator of generators) {
    const message = await generator.hear();
    if (typeof message === 'object' && 'tally' in message) tally.add(message.tally);
  }
  const wallSeconds = (after.at - before.at) / 1000;
  const coresOf = (micros: number) => micros / 1e6 / wallSeconds;
  return {
    tally,
    wallSeconds,
    cores: {
      server: before.server === null ? null : coresOf(after.server! - before.server),
      database: before.database === null ? null : coresOf(after.database! - before.database),
      model: coresOf(after.model - before.model),
      generators: coresOf(uses.reduce((total, { cpuMicros }) => total + cpuMicros, 0)),
      machine: coresOf(after.machine - before.machine),
    },
    generators: uses,
    serverBytes,
    database:
      before.work === null || after.work === null
        ? null
        : {
            transactions: (after.work.transactions - before.work.transactions) / wallSeconds,
            walBytes: (after.work.walBytes - before.work.walBytes) / wallSeconds,
          },
  };
}

async function heardOfAll(generators: readonly GeneratorProcess[], word: 'ready'): Promise<void> {
  for (const message of await Promise.all(generators.map((generator) => generator.hear()))) {
    if (message !== word) throw new Error('A generator lost its way');
  }
}

/** Time all cores were not idle, in microseconds. */
function busyMicros(): number {
  return cpus().reduce((total, { times }) => total + (times.user + times.nice + times.sys + times.irq) * 1000, 0);
}
