import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RawClient } from './raw-client.js';
import { ServerProcess } from './server-process.js';
import { cookieOf, createStore, type TestStore } from './start-app.js';
import { until } from './until.js';

jest.setTimeout(120_000);

const PRELOAD = pathToFileURL(resolve(import.meta.dirname, 'inject-fault.mjs')).href;

/** What the victim does when the fault is armed, and what comes of it. */
type Act = (victim: RawClient, open: () => Promise<RawClient>) => Promise<unknown>;

const connects: Act = (_victim, open) =>
  open().then(
    (client) => client.closed(),
    (error: Error) => error.message,
  );
const leaves: Act = (victim) => victim.close();
const sends =
  (frame: object): Act =>
  async (victim) => {
    victim.send({ requestId: 'x', ...frame });
    await until('something came of it', () => victim.closeCode !== null || victim.of('error', 'x').length > 0);
    return victim.closeCode ?? victim.of('error', 'x')[0].code;
  };
const asks = sends({
  type: 'send',
  id: 'c',
  trigger: 'submit-message',
  messages: [{ id: 'm', role: 'user', parts: [{ type: 'text', text: 'Hi' }] }],
});

/** One server meets all of them, one after the other. */
describe('a fault inside the server', () => {
  let store: TestStore;
  let faultFile: string;
  let server: ServerProcess;
  const clients: RawClient[] = [];

  beforeAll(async () => {
    store = await createStore();
    faultFile = `${store.env.DATA_DIR}.fault.json`;
  });
  const start = (tokensPerSecond: string, { env } = store) =>
    ServerProcess.start({
      ...env,
      CHAT_DEMO_DELAY_MS: '0',
      CHAT_DEMO_TOKENS_PER_SECOND: tokensPerSecond,
      NODE_OPTIONS: `--import ${PRELOAD}`,
      FAULT_FILE: faultFile,
    });

  beforeEach(() => {
    if (!server?.isUp) server = start('0');
  });
  afterEach(async () => {
    // What is not there cannot meet the next fault.
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  afterAll(async () => {
    await server.end('SIGKILL');
    await store.drop();
    await rm(faultFile, { force: true });
  });

  async function meet(fault: object) {
    const socket = await server.socket();
    const before = server.output.length;
    const signIn = async () => cookieOf(await fetch(`${socket.origin}/api/v1/session`));
    const open = async (cookie: string) => {
      const client = await RawClient.open(socket, cookie);
      clients.push(client);
      return client;
    };
    const [theirs, mine] = [await signIn(), await signIn()];
    const [victim, other] = [await open(theirs), await open(mine)];
    const linesWith = (text: string) => server.output.slice(before).filter((line) => line.includes(text));
    await writeFile(faultFile, JSON.stringify(fault));
    server.signal('SIGWINCH');
    await until('it is armed', () => linesWith('"armed"').length > 0);
    return { victim, other, mine, linesWith, openVictim: () => open(theirs) };
  }

  it.each<[file: string, name: string, method: string, how: string, act: Act, outcome: unknown]>([
    ['limits/door.js', 'Door', 'enter', 'reject', connects, 'Unexpected server response: 500'],
    ['limits/door.js', 'Door', 'enter', 'throw', connects, 'Unexpected server response: 500'],
    ['auth/upgrade-gate.js', 'UpgradeGate', 'admit', 'reject', connects, 'Unexpected server response: 500'],
    ['auth/upgrade-gate.js', 'UpgradeGate', 'occupy', 'throw', connects, 1011],
    ['chat/connections.js', 'Connections', 'open', 'throw', connects, 1011],
    ['chat/connections.js', 'Connections', 'close', 'throw', leaves, undefined],
    ['chat/connection.js', 'Connection', 'saw', 'throw', sends({ type: 'ping' }), 1011],
    ['chat/connection.js', 'Connection', 'send', 'throw', sends({ type: 'ping' }), 'internal'],
    ['chat/chat.service.js', 'ChatService', 'ask', 'throw', asks, 'internal'],
    ['chat/chat.service.js', 'ChatService', 'ask', 'reject', asks, 'internal'],
    ['chat/chat.service.js', 'ChatService', 'start', 'throw', asks, 'internal'],
    ['chat/chat.service.js', 'ChatService', 'findToFollow', 'reject', sends({ type: 'resume', id: 'c' }), 'internal'],
    ['chat/chat.service.js', 'ChatService', 'stop', 'reject', sends({ type: 'stop', turnId: 't' }), 'internal'],
  ])('%s %s.%s: %s ends that request or socket, and nothing else', async (file, name, method, how, act, outcome) => {
    const { victim, other, linesWith, openVictim } = await meet({ file, name, method, how });
    expect(await act(victim, openVictim)).toBe(outcome);

    other.ask('other', 'r1', 'write 20 words');
    await other.first('end', 'r1');
    expect(other.text('r1').trim().split(/\s+/)).toHaveLength(20);
    const next = await openVictim();
    next.send({ type: 'ping', requestId: 'p' });
    await next.first('pong', 'p');
    const faults = linesWith('injected fault');
    expect(faults).toHaveLength(1);
    expect(JSON.parse(faults[0])).toMatchObject({ level: 'error' });
    expect(server.isUp).toBe(true);
  });

  it('that nobody can catch is logged, every client is told, and the process ends for its supervisor', async () => {
    const fault = { file: 'chat/connection.js', name: 'Connection', method: 'saw', how: 'later' };
    const { victim, other, linesWith } = await meet(fault);
    victim.send({ type: 'ping', requestId: 'p' });
    expect(await Promise.all([victim.closed(), other.closed()])).toEqual([1012, 1012]);
    expect(other.of('draining')).toHaveLength(1);
    expect(await server.exitCode).toBe(1);
    expect(linesWith('"level":"fatal"')).toHaveLength(1);
    expect(() => server.output.map((line) => JSON.parse(line) as unknown)).not.toThrow();
  });

  it('that nobody can catch hands over what is being answered, without waiting for its end', async () => {
    await server.end('SIGKILL');
    // A database of its own: turns that the tests before have left would be taken over, and handed over with it.
    const own = await createStore();
    server = start('10', own);
    const fault = { file: 'auth/upgrade-gate.js', name: 'UpgradeGate', method: 'occupy', how: 'later' };
    const { other, mine, linesWith, openVictim } = await meet(fault);
    other.ask('long', 'r1', 'write 300 words'); // Half a minute.
    await until('it is being answered', () => other.text('r1') !== '');
    const since = performance.now();
    await openVictim();
    expect(await server.exitCode).toBe(1);
    expect(performance.now() - since).toBeLessThan(8000);
    expect(linesWith('Handed over 1 running turns')).toHaveLength(1);

    server = start('0', own);
    const again = await RawClient.open(await server.socket(), mine);
    clients.push(again);
    again.send({ type: 'resume', requestId: 'r2', id: 'long', headers: {}, body: {} });
    await again.first('end', 'r2');
    expect(again.text('r2').trim().split(/\s+/)).toHaveLength(300);
    await again.close();
    await server.end('SIGKILL');
    await own.drop();
  });
});
