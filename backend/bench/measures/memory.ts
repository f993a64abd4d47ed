import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../contender.js';
import { toPrompt } from '../script.js';
import { closeAll, openUsers } from './users.js';

/** What one more of each costs the server, in bytes of resident memory. */
export interface Memory {
  perIdleConnection: number;
  perRunningTurn: number;
}

const SETTLE_MS = 2000;
const RUNNING_TURNS = 200;
/** Slow enough that none ends while it is measured, and that what is measured is the turn, not its traffic. */
const LONG_ANSWER = { tokens: 40, gapMs: 250 };

export async function measureMemory({ child, ...running }: Running, connections: number): Promise<Memory> {
  const open = (count: number) => openUsers({ child, ...running }, count);
  closeAll(await open(100));
  await sleep(SETTLE_MS);
  const empty = child.memoryBytes();
  const idle = await open(connections);
  await sleep(SETTLE_MS);
  const withIdle = child.memoryBytes();
  const asking = idle.slice(0, RUNNING_TURNS).map((client) => client.ask(toPrompt(LONG_ANSWER), () => undefined));
  await sleep(SETTLE_MS);
  const withTurns = child.memoryBytes();
  await Promise.all(asking);
  closeAll(idle);
  return {
    perIdleConnection: (withIdle - empty) / connections,
    perRunningTurn: (withTurns - withIdle) / asking.length,
  };
}
