import type { Child } from '../bench/child.js';
import { ours } from '../bench/ours.js';
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
  const databaseWork = () => work?.done() ?? Promise.resolve(null);
  if (url !== undefined) {
    const name = checkLoopback(url);
    return { name, url: name, child: undefined, isScripted: false, databaseWork, stop: () => Promise.resolve() };
  }
  const store = databaseUrl === undefined ? 'embedded' : 'PostgreSQL';
  const name = `${store}, ${processes === 1 ? '1 process' : `${processes} processes`}`;
  const running = await ours(name, '', databaseUrl, processes).start(modelUrl);
  const { child } = running;
  return { name, url: child.url, child, isScripted: true, databaseWork, stop: () => running.stop() };
}
