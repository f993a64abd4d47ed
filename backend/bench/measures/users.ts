import type { BenchClient } from '../clients/bench-client.js';
import type { Running } from '../contender.js';

/** Opens so many users, some at a time. */
export async function openUsers(running: Running, count: number): Promise<BenchClient[]> {
  const clients: BenchClient[] = [];
  while (clients.length < count) {
    const some = Math.min(50, count - clients.length);
    clients.push(...(await Promise.all(Array.from({ length: some }, () => running.connect()))));
  }
  return clients;
}

export function closeAll(clients: readonly BenchClient[]): void {
  for (const client of clients) client.close();
}
