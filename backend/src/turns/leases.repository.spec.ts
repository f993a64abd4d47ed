import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { DatabaseSockets } from '../database/database-sockets.js';
import { LeasesRepository } from './leases.repository.js';

const TTL_MS = 100;

describe('The lease of a process, and its connections to the database', () => {
  let server: Server;
  let connection: Socket;
  let leases: LeasesRepository;
  /** What becomes of the next renewals; none left = it hangs. */
  let outcomes: (() => Promise<unknown>)[];

  const works = () => Promise.resolve([{ others: 0 }]);
  const fails = () => Promise.reject(new Error('timeout exceeded when trying to connect'));
  const renew = () => leases.renew('me', 'here', TTL_MS);

  beforeEach(async () => {
    server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sockets = new DatabaseSockets();
    connection = sockets.create();
    connection.connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(connection, 'connect');
    outcomes = [];
    const hangs = () => new Promise(() => undefined);
    const dataSource = { query: () => (outcomes.shift() ?? hangs)() } as unknown as DataSource;
    DatabaseSockets.keep(dataSource, sockets);
    leases = new LeasesRepository(dataSource);
  });
  afterEach(() => {
    connection.destroy();
    server.close();
  });

  it('cuts them when a renewal hangs', async () => {
    void renew();
    await once(connection, 'close');
    expect(connection.destroyed).toBe(true);
  });

  it('cuts them when renewals fail at once, since hung queries may hold all connections', async () => {
    outcomes = [fails, fails];
    await expect(renew()).rejects.toThrow('timeout');
    await expect(renew()).rejects.toThrow('timeout');
    await once(connection, 'close');
  });

  it('leaves them alone while renewals get through, and where one does after some that failed', async () => {
    outcomes = [works, fails, works];
    expect(await renew()).toBe(0);
    await expect(renew()).rejects.toThrow('timeout');
    expect(await renew()).toBe(0);
    await sleep(3 * TTL_MS);
    expect(connection.destroyed).toBe(false);
  });
});
