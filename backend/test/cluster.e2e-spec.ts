import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { CHAT_PATH } from '@app/chat-protocol';
import pg from 'pg';
import { describeOnServer } from './describe-on-server.js';
import { RawClient } from './raw-client.js';
import { createStore, type TestStore } from './start-app.js';
import { until } from './until.js';

const SCRIPT = resolve(import.meta.dirname, '../../scripts/start-cluster.mjs');
const WORDS = 150;
/** Running turns whose process has no lease. */
const OWNERLESS = `SELECT count(*)::int FROM turns t
  WHERE status = 'running' AND NOT EXISTS (SELECT FROM node_leases l WHERE l.id = t.owner AND l.expires_at > now())`;

// Four processes start here, and a restart waits for answers.
jest.setTimeout(120_000);

/** As an operator names one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describeOnServer('`npm run start:cluster`', () => {
  let store: TestStore;
  let database: pg.Client;
  let folder: string;
  let cluster: ChildProcess;
  let origin: string;
  const output: string[] = [];

  beforeEach(async () => {
    store = await createStore();
    database = new pg.Client(store.env.DATABASE_URL);
    await database.connect();
    folder = mkdtempSync(join(tmpdir(), 'throughline-cluster-'));
    output.length = 0;
    cluster = spawn(process.execPath, [SCRIPT, '2'], {
      cwd: folder, // where .env is read
      env: {
        PATH: process.env.PATH,
        ...store.env,
        PORT: String(await freePort()),
        SESSION_SECRET: 'the-secret-of-the-tests-has-32-characters',
        CHAT_DEMO_DELAY_MS: '0',
        CHAT_DEMO_TOKENS_PER_SECOND: '15',
        CHAT_LEASE_TTL_MS: '4000',
      },
    });
    for (const stream of [cluster.stdout!, cluster.stderr!])
      createInterface({ input: stream }).on('line', (line) => output.push(line));
    await until('two processes serve', () => readyLines().length === 2, 60_000);
    origin = /http:\S+?(?="|$)/.exec(readyLines()[0])![0];
  });
  afterEach(async () => {
    cluster.kill('SIGTERM');
    await once(cluster, 'exit');
    await database.end();
    await store.drop();
    rmSync(folder, { recursive: true });
  });

  const readyLines = () => output.filter((line) => line.includes('is ready at'));
  const living = async () => {
    const { rows } = await database.query('SELECT id FROM node_leases WHERE expires_at > now() ORDER BY id');
    return rows.map(({ id }: { id: string }) => id);
  };
  const signIn = async () => (await fetch(`${origin}/api/v1/session`)).headers.getSetCookie()[0].split(';', 1)[0];

  it('restarts on SIGHUP without taking an answer from a process that lives', async () => {
    const before = await living();
    const address = { origin, socketUrl: `${origin.replace('http', 'ws')}${CHAT_PATH}` };
    const clients = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const client = await RawClient.open(address, await signIn());
        client.ask(`c${index}`, 'r', `write ${WORDS} words`);
        await client.first('accepted', 'r');
        return client;
      }),
    );
    cluster.kill('SIGHUP');
    let ownerless = 0;
    await until(
      'both are new',
      async () => {
        ownerless += (await database.query(OWNERLESS)).rows[0].count;
        return (await living()).every((id) => !before.includes(id));
      },
      60_000,
    );
    expect(ownerless).toBe(0); // whoever looked in that moment would have taken them
    const { rows } = await database.query('SELECT status, retries FROM turns');
    expect(rows).toEqual(clients.map(() => ({ status: 'completed', retries: 0 })));
    expect(output.filter((line) => line.includes('Took over'))).toEqual([]);
    const { rows: answers } = await database.query(
      `SELECT m.content FROM messages m JOIN turns t ON t.answer_id = m.id`,
    );
    expect(answers.map(({ content }) => content.trim().split(/\s+/).length)).toEqual(clients.map(() => WORDS));
  });

  it('goes on with what runs where a new process does not start, and restarts once it can', async () => {
    const before = await living();
    writeFileSync(join(folder, '.env'), 'CHAT_MAX_OUTPUT_TOKENS=many\n');
    cluster.kill('SIGHUP');
    await until('it says so', () => output.some((line) => line.includes('is not replaced')), 60_000);
    expect(await living()).toEqual(before);
    expect((await fetch(`${origin}/health/ready`)).status).toBe(200);

    writeFileSync(join(folder, '.env'), 'CHAT_MAX_OUTPUT_TOKENS=1000\n');
    cluster.kill('SIGHUP');
    await until(
      'both are new',
      async () => {
        const now = await living();
        return now.length === 2 && now.every((id) => !before.includes(id));
      },
      60_000,
    );
  });
});
