import { resolve } from 'node:path';
import { createClient } from 'redis';
import { Child } from './child.js';
import type { BenchClient } from './clients/bench-client.js';
import { DrainClient } from './clients/drain-client.js';
import { EventClient } from './clients/event-client.js';
import { FrameClient } from './clients/frame-client.js';
import { SocketIoClient } from './clients/socket-io-client.js';
import type { Contender } from './contender.js';
import { ours } from './ours.js';

interface Other {
  name: string;
  what: string;
  role: 'rival' | 'floor';
  canResume?: boolean;
  /** File below `servers/`. */
  server: string;
  env?: Record<string, string>;
  isHere?: () => Promise<boolean>;
  connect: (url: string, other?: BenchClient) => Promise<BenchClient>;
}

function contender({ name, what, role, canResume = false, server, env, isHere, connect }: Other): Contender {
  return {
    name,
    what,
    role,
    canResume,
    isHere: isHere ?? (() => Promise.resolve(true)),
    async start(modelUrl) {
      const args = [resolve(`dist-bench/${server}.js`)];
      const child = await Child.start(args, { MODEL_URL: modelUrl, ...env });
      return { child, connect: (other) => connect(child.url, other), stop: () => child.stop() };
    },
  };
}

const frames = (url: string, other?: BenchClient) =>
  FrameClient.connect(url.replace('http', 'ws'), {}, (other as FrameClient | undefined)?.conversation);
const events = (url: string, other?: BenchClient) =>
  Promise.resolve(new EventClient(url, (other as EventClient | undefined)?.conversation));
const drained = (url: string) => Promise.resolve(new DrainClient(url));

/** Everyone who takes part, in the order of the report. */
export function contenders({ databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string }): Contender[] {
  return [
    ours('ours, PostgreSQL', 'one process, `DATABASE_URL`', databaseUrl),
    ours('ours, embedded', 'one process, PostgreSQL inside it', undefined),
    ours('ours, cluster of 2', '`npm run start:cluster -- 2`', databaseUrl, 2),
    contender({
      name: 'HTTP streaming',
      what: 'what Throughline replaces: NestJS on Express, `pipeUIMessageStreamToResponse`; nothing is stored',
      role: 'rival',
      server: 'http-streaming',
      connect: events,
    }),
    contender({
      name: 'SDK outline',
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
      server: 'resumable-stream',
      env: { REDIS_URL: redisUrl },
      isHere: () => hasRedis(redisUrl),
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
      name: 'floor: bare ws',
      what: 'frames of the same shape from bare `ws`, without any model',
      role: 'floor',
      server: 'bare-ws',
      connect: frames,
    }),
    contender({
      name: 'floor: streamText',
      what: '`streamText` run and thrown away',
      role: 'floor',
      server: 'drain',
      env: { DRAIN: 'sdk' },
      connect: drained,
    }),
    contender({
      name: 'floor: raw model',
      what: 'the model’s bytes read and thrown away',
      role: 'floor',
      server: 'drain',
      env: { DRAIN: 'raw' },
      connect: drained,
    }),
  ];
}

async function hasRedis(url: string): Promise<boolean> {
  const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 1000 } });
  client.on('error', () => undefined); // That it is not there is the answer.
  try {
    await client.connect();
    client.destroy();
    return true;
  } catch {
    return false;
  }
}
