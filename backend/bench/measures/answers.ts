import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchClient } from '../clients/bench-client.js';
import type { Running } from '../contender.js';
import { cpuMicrosOf } from '../processes.js';
import { stampsIn, toPrompt, type Script } from '../script.js';
import { closeAll, openUsers } from './users.js';

/** What it took to make many answers at once. */
export interface Answers {
  /** Tokens the model sent. */
  tokens: number;
  /** Tokens that reached their clients; null = the contender serves nobody. */
  arrived: number | null;
  seconds: number;
  /** Processor time of the server's processes, in microseconds per token made and served. */
  cpuPerChunk: number;
  /** Processor time of its store's processes, in microseconds per token; null = it has none outside of itself. */
  storeCpuPerChunk: number | null;
  /** Frames or events, and bytes, that clients received per token; null = the contender serves nobody. */
  piecesPerToken: number | null;
  bytesPerToken: number | null;
}

const WARM_UP: Script = { tokens: 100, gapMs: 5 };
const WARM_UP_USERS = 20;
const SETTLE_MS = 500;

/** The same first work for everyone: code compiled, pools filled. */
export async function warmUp(running: Running): Promise<void> {
  const clients = await openUsers(running, WARM_UP_USERS);
  await Promise.all(clients.map((client) => client.ask(toPrompt(WARM_UP), () => undefined)));
  closeAll(clients);
  await sleep(SETTLE_MS);
}

/**
 * Asks with all users. An answer that fails on its way is not an error here: its tokens are missing. Where nothing is
 * served that would not be seen, so there it rejects.
 * @param spreadMs over which the questions are spread: users do not press Enter in the same millisecond
 */
export async function askAll(
  running: Running,
  users: number,
  script: Script,
  spreadMs: number,
  onToken: (token: { sentAt: number; isFirst: boolean; askedAt: number }) => void = () => undefined,
): Promise<Answers> {
  const { serves } = running.contender;
  const clients = await openUsers(running, users);
  const cpu = () => running.child.cpuMicros();
  const storeCpu = () => (running.storePid === null ? null : cpuMicrosOf(running.storePid));
  const before = { cpu: cpu(), store: storeCpu(), ...received(clients), at: performance.now() };
  let arrived = 0;
  await Promise.all(
    clients.map(async (client, index) => {
      await sleep((index * spreadMs) / users);
      const askedAt = performance.now();
      let isFirst = true;
      const onText = (text: string) => {
        for (const sentAt of stampsIn(text)) {
          arrived += 1;
          onToken({ sentAt, isFirst, askedAt });
          isFirst = false;
        }
      };
      await client.ask(toPrompt(script), onText).catch((error: unknown) => {
        if (!serves) throw error;
      });
    }),
  );
  const after = { cpu: cpu(), store: storeCpu(), ...received(clients), at: performance.now() };
  closeAll(clients);
  const tokens = users * script.tokens;
  const counted = serves ? arrived : tokens;
  return {
    tokens,
    arrived: serves ? arrived : null,
    seconds: (after.at - before.at) / 1000,
    cpuPerChunk: (after.cpu - before.cpu) / counted,
    storeCpuPerChunk: before.store === null || after.store === null ? null : (after.store - before.store) / counted,
    piecesPerToken: serves ? (after.pieces - before.pieces) / counted : null,
    bytesPerToken: serves ? (after.bytes - before.bytes) / counted : null,
  };
}

/** Share of expected tokens that never arrived, 0–1; null = none is expected. */
export function lossOf({ tokens, arrived }: Pick<Answers, 'tokens' | 'arrived'>): number | null {
  return arrived === null ? null : 1 - arrived / tokens;
}

function received(clients: readonly BenchClient[]): { pieces: number; bytes: number } {
  return {
    pieces: clients.reduce((total, { pieces }) => total + pieces, 0),
    bytes: clients.reduce((total, { bytes }) => total + bytes, 0),
  };
}
