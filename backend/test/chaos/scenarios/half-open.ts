import { setTimeout as sleep } from 'node:timers/promises';
import { allOpen, ourClient } from '../page-client.js';
import type { Scenario } from '../scenario.js';

const CLIENTS = 100;
const CLIENT_NOTICES_MS = 25_000;
const SERVER_NOTICES_MS = 28_000;

/** Links that look alive and carry nothing, in both directions. */
export const halfOpen: Scenario = {
  name: 'half-open',
  title: 'black holes under our idle clients: the page notices within 25 s, the server within 28 s',
  promises: ['P20'],
  unit: 'black holes',
  fullSize: 200,
  async round(rig, left) {
    const count = Math.min(CLIENTS, left);
    const clients = Array.from({ length: count }, () => ourClient(rig.door(rig.newUser())));
    for (const client of clients) client.connect();
    await allOpen(clients);
    // Spread over a heartbeat, so that the hole opens at each moment of it.
    await sleep(rig.random.between(0, 3000));
    const noticed = { client: 0, server: 0 };
    const notice = (side: 'client' | 'server', afterMs: number) => {
      noticed[side] += 1;
      rig.figures.add(`${side} notices`, afterMs);
      const most = side === 'client' ? CLIENT_NOTICES_MS : SERVER_NOTICES_MS;
      if (afterMs > most) rig.missBar(`a ${side} took ${Math.round(afterMs)} ms to notice`);
    };
    const since = performance.now();
    // A client that gave a link up dials a new one at once; its farewell on the old one goes into the hole too.
    for (const { connection } of clients) {
      const stop = connection.subscribe(() => {
        stop();
        notice('client', performance.now() - since);
      });
    }
    rig.network.onGivenUp = (side, afterMs) => {
      if (side === 'server') notice(side, afterMs);
    };
    rig.network.cutAll('black-hole');
    await sleep(SERVER_NOTICES_MS + 1500);
    for (const side of ['client', 'server'] as const) {
      if (noticed[side] < count)
        rig.violate(`${count - noticed[side]} of ${count} on the ${side}'s side did not notice`);
    }
    rig.network.onGivenUp = undefined;
    for (const client of clients) client.close();
    return count;
  },
};
