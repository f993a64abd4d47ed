import { resolve } from 'node:path';
import { Child } from './child.js';
import type { BenchClient } from './clients/bench-client.js';
import { DrainClient } from './clients/drain-client.js';
import { EventClient } from './clients/event-client.js';
import { FrameClient } from './clients/frame-client.js';
import { SocketIoClient } from './clients/socket-io-client.js';
import type { Contender, Place } from './contender.js';
import { placeOfOurs } from './ours.js';
import { findPostgres, findRedis, type StoreProcess } from './store-process.js';

/** Names the report compares by. */
export const NAMES = {
  postgres: 'ours, PostgreSQL',
  embedded: 'ours, embedded',
  cluster: 'ours, cluster of 2',
  http: 'HTTP streaming',
  outline: 'SDK outline',
  bareWs: 'floor: bare ws',
  rawModel: 'floor: raw model',
} as const;

interface Other extends Partial<Contender> {
  name: string;
  what: string;
  role: 'rival' | 'floor';
  /** File below `servers/`. */
  server: string;
  env?: Record<string, string>;
  store?: () => Promise<StoreProcess | null>;
  connect: Place['connect'];
}

function contender({ server, env, store, connect, ...traits }: Other): Contender {
  return {
    ...DEFAULTS,
    ...traits,
    isHere: async () => store === undefined || (await store()) !== null,
    prepare: async (modelUrl) => ({
      storePid: (await store?.())?.pid ?? null,
      start: (flags = [], more = {}) =>
        Child.start([...flags, resolve(`dist-bench/${server}.js`)], { MODEL_URL: modelUrl, ...env, ...more }),
      connect,
      drop: () => Promise.resolve(),
    }),
  };
}

const DEFAULTS = { canResume: false, holdsConnection: true, serves: true, needs: '' };

function ours(name: string, what: string, databaseUrl: string | null | undefined, processes = 1): Contender {
  const isEmbedded = databaseUrl === null;
  return {
    ...DEFAULTS,
    name,
    what,
    role: 'ours',
    canResume: true,
    needs: isEmbedded ? '' : 'a PostgreSQL server at DATABASE_URL that lets us create databases',
    isHere: async () => isEmbedded || (databaseUrl !== undefined && (await findPostgres(databaseUrl)) !== null),
    prepare: placeOfOurs(databaseUrl ?? undefined, processes),
  };
}

const frames = (url: string, other?: BenchClient) =>
  FrameClient.connect(url.replace('http', 'ws'), {}, (other as FrameClient | undefined)?.conversation);
const events = (url: string, other?: BenchClient) =>
  Promise.resolve(new EventClient(url, (other as EventClient | undefined)?.conversation));
const drained = (url: string) => Promise.resolve(new DrainClient(url));

/**
 * Everyone who could take part, in the order of the report.
 * @param databaseUrl undefined = ours on PostgreSQL is not here
 */
export function contenders(databaseUrl: string | undefined, redisUrl: string): Contender[] {
  return [
    ours(NAMES.postgres, 'one process, `DATABASE_URL`', databaseUrl),
    ours(NAMES.embedded, 'one process, PostgreSQL inside it', null),
    ours(NAMES.cluster, '`npm run start:cluster -- 2`', databaseUrl, 2),
    contender({
      name: NAMES.http,
      what: 'what Throughline replaces: NestJS on Express, `pipeUIMessageStreamToResponse`; nothing is stored',
      role: 'rival',
      holdsConnection: false,
      server: 'http-streaming',
      connect: events,
    }),
    contender({
      name: NAMES.outline,
      what: 'the WebSocket server outlined in the AI SDK’s reference; kept in memory',
      role: 'rival',
      canResume: true,
      server: 'sdk-outline',
      connect: frames,
    }),
    contender({
      name: 'resumable-stream',
      what: 'Vercel’s `resumable-stream` over Redis, server-sent events',
      role: 'rival',
      canResume: true,
      holdsConnection: false,
      needs: 'Redis at REDIS_URL, by default on 127.0.0.1:6379',
      server: 'resumable-stream',
      env: { REDIS_URL: redisUrl },
      store: () => findRedis(redisUrl),
      connect: events,
    }),
    contender({
      name: 'Socket.IO',
      what: 'the same chunks over Socket.IO; nothing is stored',
      role: 'rival',
      server: 'socket-io',
      connect: (url) => SocketIoClient.connect(url),
    }),
    contender({
      name: NAMES.bareWs,
      what: 'frames of the same shape from bare `ws`, without any model',
      role: 'floor',
      server: 'bare-ws',
      connect: frames,
    }),
    contender({
      name: 'floor: streamText',
      what: '`streamText` run and thrown away',
      role: 'floor',
      serves: false,
      holdsConnection: false,
      server: 'drain',
      env: { DRAIN: 'sdk' },
      connect: drained,
    }),
    contender({
      name: NAMES.rawModel,
      what: 'the model’s bytes read and thrown away',
      role: 'floor',
      serves: false,
      holdsConnection: false,
      server: 'drain',
      env: { DRAIN: 'raw' },
      connect: drained,
    }),
  ];
}
