import type { Child } from '../bench/child.js';
import { placeOfOurs } from '../bench/ours.js';
import { findPostgres } from '../bench/store-process.js';
import { DatabaseWork, type WorkDone } from './database-work.js';

/** A server under load. */
export interface Target {
  /** For tables: `PostgreSQL, 2 processes`. */
  name: string;
  url: string;
  /** Undefined = somebody else's, of which only the outside is seen. */
  child: Child | undefined;
  /** Whether it asks our model, whose script is known. */
  isScripted: boolean;
  /** Process of its PostgreSQL server; null = it has none on this machine that we know. */
  databasePid: number | null;
  /** What its PostgreSQL server has done so far; null = it has none that we know. */
  databaseWork(): Promise<WorkDone | null>;
  stop(): Promise<void>;
}

export interface TargetChoice {
  /** Address of a running server; undefined = one is started. */
  url: string | undefined;
  /** PostgreSQL server that lets us create databases; undefined = embedded. */
  databaseUrl: string | undefined;
  processes: number;
}

/** @throws where the address is not this machine's: load is for one's own servers */
export function checkLoopback(address: string): string {
  const url = new URL(address);
  const isHere = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname);
  if (!isHere) throw new Error(`--url: ${url.hostname} is not this machine; load runs on loopback only.`);
  return url.origin;
}

/** @param modelUrl the AI service's address, ending in /v1 */
export async function startTarget({ url, databaseUrl, processes }: TargetChoice, modelUrl: string): Promise<Target> {
  const work = databaseUrl === undefined ? null : new DatabaseWork(databaseUrl);
  const databasePid = databaseUrl === undefined ? null : ((await findPostgres(databaseUrl))?.pid ?? null);
  const databaseWork = () => work?.done() ?? Promise.resolve(null);
  if (url !== undefined) {
    const name = checkLoopback(url);
    const stop = () => Promise.resolve();
    return { name, url: name, child: undefined, isScripted: false, databasePid, databaseWork, stop };
  }
  const store = databaseUrl === undefined ? 'embedded' : 'PostgreSQL';
  const name = `${store}, ${processes === 1 ? '1 process' : `${processes} processes`}`;
  const place = await placeOfOurs(databaseUrl, processes)(modelUrl);
  try {
    await (await place.start()).stop(); // Warm: the database is made, the caches are filled.
    const child = await place.start();
    const stop = async () => {
      await child.stop();
      await place.drop();
    };
    return { name, url: child.url, child, isScripted: true, databasePid, databaseWork, stop };
  } catch (error) {
    await place.drop();
    throw error;
  }
}
