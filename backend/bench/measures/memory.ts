import { setTimeout as sleep } from 'node:timers/promises';
import type { Running } from '../contender.js';
import type { Heap } from '../heap.js';
import { toPrompt } from '../script.js';
import { closeAll, openUsers } from './users.js';

/** What one more of each costs the server's processes, in bytes, garbage collected. */
export interface Memory {
  /** Connections that were open. */
  connections: number;
  /** Resident memory per idle connection; null = its clients hold none. */
  idleResident: number | null;
  /** Heap, and what hangs on it, per idle connection; null = its clients hold none. */
  idleHeap: number | null;
  /** The same per running turn; where clients hold no connection while idle, with the turn's own. */
  turnResident: number;
  turnHeap: number;
}

const SETTLE_MS = 1500;
const WARM_CONNECTIONS = 500;
const RUNNING_TURNS = 200;
/** Slow enough that what is measured is the turn, not its traffic, and that none ends before. */
const LONG_ANSWER = { tokens: 40, gapMs: 300 };

/** @param running started with this heap's flags */
export async function measureMemory(running: Running, heap: Heap, connections: number): Promise<Memory> {
  const look = async () => {
    await sleep(SETTLE_MS);
    const bytes = await heap.collect(running.child);
    return { heap: bytes, resident: running.child.memoryBytes() };
  };
  const { holdsConnection } = running.contender;
  const count = holdsConnection ? connections : RUNNING_TURNS;
  closeAll(await openUsers(running, Math.min(count, WARM_CONNECTIONS)));
  const empty = await look();
  const clients = await openUsers(running, count);
  const idle = await look();
  const asking = clients.slice(0, RUNNING_TURNS).map((client) => client.ask(toPrompt(LONG_ANSWER), () => undefined));
  const busy = await look();
  await Promise.all(asking);
  closeAll(clients);
  return {
    connections: holdsConnection ? connections : 0,
    idleResident: holdsConnection ? (idle.resident - empty.resident) / count : null,
    idleHeap: holdsConnection ? (idle.heap - empty.heap) / count : null,
    turnResident: (busy.resident - idle.resident) / RUNNING_TURNS,
    turnHeap: (busy.heap - idle.heap) / RUNNING_TURNS,
  };
}
