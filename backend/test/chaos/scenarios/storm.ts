import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatClient } from '@app/chat-transport';
import { allOpen, ourClient } from '../page-client.js';
import type { Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const LONGEST_MS = 10_000;
const GIVEN_UP_MS = 30_000;
const BACK = 'cut to back';
const SLOWEST_LOOP_MS = 200;
/** `DATABASE_POOL_SIZE` and the listener for hints. */
const CONNECTIONS_PER_SERVER = 11;
const LOOK_EVERY_MS = 100;

/** Sockets cut all at once: everyone comes back, not all in the same moment. */
export const storm: Scenario = {
  name: 'storm',
  title: 'all sockets cut at once: everyone is back within 10 s',
  promises: ['P21'],
  unit: 'sockets',
  fullSize: 1000,
  async round(rig, left) {
    const count = Math.min(1000, left);
    const clients = Array.from({ length: count }, () => ourClient(rig.door(rig.newUser())));
    for (const client of clients) client.connect();
    await allOpen(clients);
    for (const server of rig.servers) await server.usage(); // What was before does not count.
    const pool = watchPool(rig);
    const cutAt = performance.now();
    const back = clients.map((client) => untilBack(client, cutAt));
    rig.network.cutAll('rst');
    const all = await Promise.race([Promise.all(back), sleep(GIVEN_UP_MS, null)]);
    if (all === null) rig.violate('not everyone was back within 30 s');
    for (const ms of all ?? []) rig.figures.add(BACK, ms);
    if (rig.figures.percentile(BACK, 1) > LONGEST_MS) rig.missBar('someone took longer than 10 s');
    const mostConnections = await pool.stop();
    rig.figures.add('database connections, of all servers', mostConnections);
    if (mostConnections > rig.servers.length * CONNECTIONS_PER_SERVER)
      rig.violate(`the servers held ${mostConnections} connections to the database`);
    for (const server of rig.servers) {
      const { loopDelayP99Ms } = await server.usage();
      rig.figures.add('event-loop delay p99', loopDelayP99Ms);
      if (loopDelayP99Ms > SLOWEST_LOOP_MS) rig.missBar(`event-loop delay p99 is ${Math.round(loopDelayP99Ms)} ms`);
    }
    await probe(rig);
    for (const client of clients) client.close();
    return count;
  },
};

function untilBack({ connection }: ChatClient, since: number): Promise<number> {
  let wasLost = false;
  return new Promise((resolve) => {
    connection.subscribe(() => {
      const { state } = connection.getSnapshot();
      wasLost ||= state !== 'open';
      if (wasLost && state === 'open') resolve(performance.now() - since);
    });
  });
}

/** The servers still answer. */
async function probe(rig: Rig): Promise<void> {
  await rig.ended([rig.ask(rig.question({ tokens: 10, gapMs: 1 })).reader]);
}

/** Counts the servers' connections to the database until it is stopped; tells the most there were at once. */
function watchPool(rig: Rig): { stop(): Promise<number> } {
  const over = new AbortController();
  let most = 0;
  const watching = (async () => {
    while (!over.signal.aborted) {
      const [{ count }] = await rig.database.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'throughline%'`,
      );
      most = Math.max(most, count);
      await sleep(LOOK_EVERY_MS);
    }
  })();
  return {
    async stop() {
      over.abort();
      await watching;
      return most;
    },
  };
}
