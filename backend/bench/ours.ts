import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Child } from './child.js';
import type { BenchClient } from './clients/bench-client.js';
import { FrameClient } from './clients/frame-client.js';
import type { Contender } from './contender.js';
import { findPostgres } from './store-process.js';
import { createStore } from './store.js';

const MAIN = resolve('dist/backend/src/main.js');
const CLUSTER = resolve('scripts/start-cluster.mjs');
/** As `npm start` has them. */
const HEAP_FLAGS = JSON.parse(readFileSync(resolve('scripts/heap-flags.json'), 'utf8')) as string[];

/** All load comes from one address, which the limits of a public server would refuse. */
const WITHOUT_LIMITS = {
  CHAT_MAX_SOCKETS_PER_ADDRESS: '1000000',
  CHAT_MAX_SOCKETS: '1000000',
  CHAT_HANDSHAKES_PER_MINUTE: '1000000',
  REST_REQUESTS_PER_MINUTE: '1000000',
  AUTH_MAX_GUESTS_PER_MINUTE: '1000000',
  CHAT_MAX_OUTPUT_TOKENS: '100000',
};

const ENV = {
  ...WITHOUT_LIMITS,
  PORT: '0',
  SESSION_SECRET: 'the-secret-of-the-bench-has-32-characters',
  OPENAI_API_KEY: 'bench',
  CHAT_MODEL: 'bench',
  LOG_FORMAT: 'json',
  // A second call of the model, which nobody else makes and which its script has no answer for.
  CHAT_TITLES: 'false',
};

/**
 * @param databaseUrl undefined = the embedded one
 * @param processes more than one = `npm run start:cluster`
 */
export function placeOfOurs(databaseUrl: string | undefined, processes: number): Contender['prepare'] {
  return async (modelUrl) => {
    const postgres = databaseUrl === undefined ? null : await findPostgres(databaseUrl);
    const store = await createStore(databaseUrl);
    const args = processes === 1 ? [...HEAP_FLAGS, MAIN] : [CLUSTER, String(processes)];
    return {
      storePid: postgres?.pid ?? null,
      start: (flags = [], more = {}) =>
        Child.start([...flags, ...args], { ...ENV, ...store.env, OPENAI_BASE_URL: modelUrl, ...more }, processes),
      connect,
      drop: () => store.drop(),
    };
  };
}

const cookies = new WeakMap<BenchClient, string>();

/** A guest's socket, as the page opens it. */
async function connect(url: string, other?: BenchClient): Promise<BenchClient> {
  const cookie = (other && cookies.get(other)) ?? (await signIn(url));
  const client = await FrameClient.connect(
    `${url.replace('http', 'ws')}/api/v1/chat/ws`,
    { protocols: ['throughline.v1'], origin: url, headers: { cookie } },
    (other as FrameClient | undefined)?.conversation,
  );
  cookies.set(client, cookie);
  return client;
}

/** A new guest's cookie, as a request sends it. */
export async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/session`);
  if (!response.ok) throw new Error(`GET /api/v1/session: HTTP ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}
