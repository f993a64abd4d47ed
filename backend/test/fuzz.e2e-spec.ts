import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from './chaos/free-port.js';
import { ServerProcess } from './chaos/server-process.js';
import { fuzz } from './fuzz/fuzz.js';
import { FUZZED } from './fuzz/fuzzed-server.js';
import { createStore, type TestStore } from './start-app.js';

const MAIN = resolve(import.meta.dirname, '../../dist/backend/src/main.js');

jest.setTimeout(240_000);

/** The small run of every day; `npm run fuzz -- --frames 1000000 --connections 10000` is the large one. */
describe('a server under fire', () => {
  let store: TestStore;
  let server: ServerProcess;

  beforeAll(async () => {
    if (!existsSync(MAIN)) throw new Error('Run `npm run build:server` first: this starts the built server.');
    store = await createStore();
    server = new ServerProcess(MAIN, await freePort(), { ...FUZZED.env, ...store.env });
    await server.start();
  });
  afterAll(async () => {
    await server?.kill();
    await store?.drop();
  });

  it('answers what it can, closes what it must, logs no fault, and goes on serving the others', async () => {
    const report = await fuzz(server, { ...FUZZED, seed: 7, frames: 3000, connections: 300 }, () => undefined);
    expect(report.faults).toEqual([]);
    expect(report.frames).toBeGreaterThanOrEqual(3000);
    expect(report.connections).toBe(300);
    expect(report.witnessed).toBeGreaterThan(0);
    expect(report.memory.after - report.memory.before).toBeLessThan(512);
  });
});
