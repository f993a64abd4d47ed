import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMicrosOfName } from '../processes.js';
import type { Contender, Running } from '../contender.js';
import { Figures } from '../figures.js';
import { nowMicros, stampsIn, toPrompt, type Script } from '../script.js';
import { closeAll, openUsers } from './users.js';

/** Answers at the pace of real ones, many at once. */
export interface Paced {
  /** Milliseconds from the model's sending of the first token to the client's having it. NaN = nothing is served. */
  firstP50: number;
  firstP99: number;
  /** The same for every token. */
  chunkP50: number;
  chunkP99: number;
  /** Processor time of the server, in microseconds per token. */
  cpuPerChunk: number;
  /** Processor time of the PostgreSQL server, in microseconds per token; 0 = it has none. */
  databaseCpuPerChunk: number;
  /** Bytes a client receives per token. */
  bytesPerToken: number;
  /** Share of tokens that never arrived, 0–1. */
  loss: number;
}

export interface Load {
  users: number;
  /** Tokens a second in each answer. */
  rate: number;
  /** Seconds an answer takes. */
  seconds: number;
}

const WARM_UP: Script = { tokens: 100, gapMs: 5 };
const WARM_UP_USERS = 20;

export async function measurePaced(contender: Contender, running: Running, load: Load): Promise<Paced> {
  const warm = await openUsers(running, WARM_UP_USERS);
  await Promise.all(warm.map((client) => client.ask(toPrompt(WARM_UP), () => undefined)));
  closeAll(warm);

  const script = { tokens: load.rate * load.seconds, gapMs: 1000 / load.rate };
  const clients = await openUsers(running, load.users);
  const first = new Figures();
  const any = new Figures();
  const bytesBefore = clients.reduce((total, { bytes }) => total + bytes, 0);
  const cpuBefore = running.child.cpuMicros();
  const databaseBefore = cpuMicrosOfName('postgres');
  await Promise.all(
    clients.map(async (client, index) => {
      await sleep((index * 1000) / load.users); // Users do not press Enter in the same millisecond.
      let isFirst = true;
      await client.ask(toPrompt(script), (text) => {
        const now = nowMicros();
        for (const sentAt of stampsIn(text)) {
          const latencyMs = (now - sentAt) / 1000;
          if (isFirst) first.add(latencyMs);
          isFirst = false;
          any.add(latencyMs);
        }
      });
    }),
  );
  const tokens = load.users * script.tokens;
  const figures = {
    firstP50: first.percentile(0.5),
    firstP99: first.percentile(0.99),
    chunkP50: any.percentile(0.5),
    chunkP99: any.percentile(0.99),
    cpuPerChunk: (running.child.cpuMicros() - cpuBefore) / tokens,
    databaseCpuPerChunk: contender.role === 'ours' ? (cpuMicrosOfName('postgres') - databaseBefore) / tokens : 0,
    bytesPerToken: (clients.reduce((total, { bytes }) => total + bytes, 0) - bytesBefore) / tokens,
    loss: any.count === 0 ? 0 : 1 - any.count / tokens,
  };
  closeAll(clients);
  return figures;
}
