import { parseArgs } from 'node:util';
import { CLIENT_KINDS, type ClientKind } from './clients/load-client.js';
import { checkLoopback, type TargetChoice } from './target.js';

/** What `npm run load` is asked to do. */
export interface Options extends TargetChoice {
  users: number;
  /** Tokens a second of each answer. */
  rate: number;
  minutes: number;
  /** Seconds an answer takes. */
  seconds: number;
  pauseSeconds: number;
  /** Parts of each kind of client: `{ ours: 1, stock: 1 }` = half and half. */
  share: [ClientKind, number][];
  /** Processes that make the load. */
  generators: number;
  /** Idle connections to open instead; null = none. */
  idle: number | null;
  /** Numbers of server processes to find the knee of; null = no ramp. */
  ramp: number[] | null;
  /** Folder for the percentile tables. */
  out: string;
}

/** Users of one generator: more, and its own event loop is what is measured. */
const USERS_PER_GENERATOR = 250;

export const USAGE = `npm run load -- [--users 100] [--rate 20] [--minutes 1] [--seconds 20] [--pause 2]
  [--clients ours:1,stock:1,bare:0] [--generators N] [--processes 1 | --embedded | --url http://127.0.0.1:3000]
  [--idle 10000] [--ramp 1,2] [--out dist-load/results]
DATABASE_URL names the PostgreSQL server to make a database on; without it, or with --embedded, the embedded one is used.`;

/** @throws Error with one line for the user */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options {
  const { values } = parseArgs({
    args,
    options: {
      users: { type: 'string', default: '100' },
      rate: { type: 'string', default: '20' },
      minutes: { type: 'string', default: '1' },
      seconds: { type: 'string', default: '20' },
      pause: { type: 'string', default: '2' },
      clients: { type: 'string', default: 'ours:1,stock:1' },
      generators: { type: 'string' },
      processes: { type: 'string', default: '1' },
      embedded: { type: 'boolean', default: false },
      url: { type: 'string' },
      idle: { type: 'string' },
      ramp: { type: 'string' },
      out: { type: 'string', default: 'dist-load/results' },
    },
  });
  const users = whole('--users', values.users);
  const processes = whole('--processes', values.processes);
  const ramp = values.ramp === undefined ? null : values.ramp.split(',').map((text) => whole('--ramp', text));
  const databaseUrl = values.embedded ? undefined : env.DATABASE_URL;
  if (databaseUrl === undefined && Math.max(processes, ...(ramp ?? [])) > 1) {
    throw new Error('Several processes need DATABASE_URL.');
  }
  return {
    users,
    rate: positive('--rate', values.rate),
    minutes: positive('--minutes', values.minutes),
    seconds: positive('--seconds', values.seconds),
    pauseSeconds: positive('--pause', values.pause),
    share: readShare(values.clients),
    generators: values.generators === undefined ? generatorsFor(users) : whole('--generators', values.generators),
    url: values.url === undefined ? undefined : checkLoopback(values.url),
    databaseUrl,
    processes,
    idle: values.idle === undefined ? null : whole('--idle', values.idle),
    ramp,
    out: values.out,
  };
}

/** How many processes it takes to make the load of so many users. */
export function generatorsFor(users: number): number {
  return Math.ceil(users / USERS_PER_GENERATOR);
}

/** A kind for each user, mixed evenly. */
export function mixClients(share: Options['share'], users: number): ClientKind[] {
  const round = share.flatMap(([kind, parts]) => Array.from({ length: parts }, () => kind));
  return Array.from({ length: users }, (_, user) => round[user % round.length]);
}

function readShare(text: string): Options['share'] {
  const share = text.split(',').map((part): [ClientKind, number] => {
    const [kind, parts = '1'] = part.split(':');
    const known = CLIENT_KINDS.find((name) => name === kind);
    if (known === undefined)
      throw new Error(`--clients: expected ${CLIENT_KINDS.join(', ')}, each with a number of parts`);
    return [known, whole('--clients', parts, 0)];
  });
  if (share.every(([, parts]) => parts === 0)) throw new Error('--clients: expected at least one part');
  return share;
}

function whole(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`${name}: expected a whole number from ${least}`);
  return value;
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name}: expected a number above 0`);
  return value;
}
