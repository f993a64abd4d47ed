import { getEventListeners } from 'node:events';
import type { ConnectionSnapshot } from './connection-state.js';
import { resolveOptions, type WindowLike } from './options.js';
import { NodeWebSocket, readTexts, startChat, startClient, until } from './testing/start-chat.js';
import { ANSWER, TestServer } from './testing/test-server.js';

function fakeWindow() {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const navigator = { onLine: true };
  return Object.assign(new EventTarget(), { document, navigator }) satisfies WindowLike;
}

const half = () => 0.5;

function refuseByPolicy() {
  throw new Error('blocked by policy');
}

function countOpen() {
  return process.getActiveResourcesInfo().filter((name) => /Timeout|TCPSocket/.test(name)).length;
}

describe('a half-open link', () => {
  test('is found by heartbeat, and the answer goes on over another', async () => {
    await using server = await TestServer.start();
    server.isMute = (connection) => connection === 0 && server.turns.length > 0;
    using client = startClient(server, { timing: { heartbeatIntervalMs: 5, heartbeatTimeoutMs: 20 } });
    const chat = startChat(client);
    await chat.sendMessage({ text: 'Hi' });
    expect(readTexts(chat)).toEqual(['Hi', ANSWER]);
    expect(server.connections).toBeGreaterThan(1);
  });

  test('is found within the promised 25 seconds by default', () => {
    const { timing } = resolveOptions({ url: 'ws://localhost', webSocket: NodeWebSocket });
    expect(timing.heartbeatIntervalMs + timing.heartbeatTimeoutMs).toBeLessThanOrEqual(25_000);
  });

  test.each(['visible', 'offline'])('is found sooner when the page is told %s', async (name) => {
    await using server = await TestServer.start();
    server.isMute = (connection) => connection === 0;
    const window = fakeWindow();
    using client = startClient(server, { window, timing: { probeTimeoutMs: 5 } });
    client.connect();
    await until(() => client.connection.getSnapshot().state === 'open');
    window.navigator.onLine = name === 'visible';
    if (name === 'visible') window.document.dispatchEvent(new Event('visibilitychange'));
    else window.dispatchEvent(new Event('offline'));
    await until(() => server.connections === 2);
    expect(client.connection.getSnapshot().closeCode).toBe(1006);
  });

  test('is one that does not answer: one that does stays, at the pace the server wishes', async () => {
    await using server = await TestServer.start();
    server.heartbeatIntervalMs = 2;
    using client = startClient(server, { timing: { heartbeatTimeoutMs: 1_000 } });
    client.connect();
    await until(() => server.framesOf('ping').length > 5);
    expect(server.connections).toBe(1);
  });
});

describe('a failed dial', () => {
  test('is reported, with the time of the next', async () => {
    await using server = await TestServer.start();
    server.refuseWith = 503;
    using client = startClient(server, { random: half, timing: { backoffBaseMs: 60_000, backoffCapMs: 90_000 } });
    client.connect();
    await until(() => client.connection.getSnapshot().state === 'waiting');
    const { attempts, retryAt, since, closeCode } = client.connection.getSnapshot();
    expect({ attempts, closeCode, waitMs: retryAt! - since }).toEqual({
      attempts: 1,
      closeCode: 1006,
      waitMs: expect.closeTo(45_000, -2),
    });
  });

  test.each(['online', 'focus', 'pageshow', 'redial'])('is repeated at once on %s', async (name) => {
    await using server = await TestServer.start();
    server.refuseWith = 503;
    const window = fakeWindow();
    using client = startClient(server, {
      window,
      random: half,
      timing: { backoffBaseMs: 60_000, backoffCapMs: 60_000 },
    });
    client.connect();
    await until(() => client.connection.getSnapshot().state === 'waiting');
    server.refuseWith = null;
    if (name === 'redial') client.redial();
    else window.dispatchEvent(new Event(name));
    await until(() => client.connection.getSnapshot().state === 'open');
    expect(client.connection.getSnapshot()).toMatchObject({ attempts: 0, retryAt: null });
  });

  test('lets the page renew its session before the next', async () => {
    await using server = await TestServer.start();
    server.refuseWith = 401;
    let refusalsWhenRenewed = 0;
    using client = startClient(server, {
      random: () => 0,
      onRefused: async () => {
        // Long enough for a dial that does not wait to be refused.
        for (let round = 0; round < 5; round += 1) await fetch(server.url.replace('ws', 'http'));
        refusalsWhenRenewed = server.refusals;
        server.refuseWith = null;
      },
    });
    client.connect();
    await until(() => client.connection.getSnapshot().state === 'open');
    expect(refusalsWhenRenewed).toBe(1);
  });

  test('is repeated though the page could not renew its session, or never answers', async () => {
    await using server = await TestServer.start();
    server.refuseWith = 401;
    const answers = [Promise.reject(new Error('offline')), new Promise(() => {})];
    using client = startClient(server, {
      onRefused: () => answers.shift() ?? Promise.resolve(),
      timing: { refusedTimeoutMs: 5 },
    });
    client.connect();
    await until(() => server.refusals > 3);
    expect(answers).toEqual([]);
  });

  test('is a dial that hangs', async () => {
    await using server = await TestServer.start();
    const sockets: object[] = [];
    class HangingWebSocket {
      readyState = 0;
      constructor() {
        sockets.push(this);
      }
      send() {}
      close() {}
    }
    using client = startClient(server, { webSocket: HangingWebSocket as never, timing: { dialTimeoutMs: 5 } });
    client.connect();
    await until(() => sockets.length > 2);
    expect(client.connection.getSnapshot().attempts).toBeGreaterThan(1);
  });

  test('is a WebSocket class that throws', async () => {
    await using server = await TestServer.start();
    using client = startClient(server, { webSocket: refuseByPolicy as never });
    client.connect();
    await until(() => client.connection.getSnapshot().attempts > 2);
    expect(server.refusals).toBe(0);
  });
});

test('a restarting server is dialled again within half a second', async () => {
  await using server = await TestServer.start();
  using client = startClient(server, { random: () => 0.999, timing: { restartJitterMs: 500, backoffBaseMs: 60_000 } });
  client.connect();
  await until(() => client.connection.getSnapshot().state === 'open');
  // Heard, not polled for: half a second passes unseen on a busy machine.
  const lost = new Promise<ConnectionSnapshot>((resolve) => {
    client.connection.subscribe(() => {
      const snapshot = client.connection.getSnapshot();
      if (snapshot.state === 'waiting') resolve(snapshot);
    });
  });
  for (const socket of server.sockets) socket.close(1012);
  const { retryAt, since } = await lost;
  expect(retryAt! - since).toBeLessThanOrEqual(500);
});

test('the browser’s word on the network is shown', async () => {
  await using server = await TestServer.start();
  const window = fakeWindow();
  using client = startClient(server, { window });
  window.navigator.onLine = false;
  window.dispatchEvent(new Event('offline'));
  expect(client.connection.getSnapshot().isOffline).toBe(true);
  window.navigator.onLine = true;
  window.dispatchEvent(new Event('online'));
  expect(client.connection.getSnapshot().isOffline).toBe(false);
});

test('nothing is left after close()', async () => {
  await using server = await TestServer.start();
  const before = countOpen();
  const window = fakeWindow();
  const client = startClient(server, { window, locks: navigator.locks });
  const chat = startChat(client);
  server.pace = () => new Promise(() => {});
  const sent = chat.sendMessage({ text: 'Hi' });
  await until(() => server.turns.length === 1);
  client.close();
  await sent;
  expect(chat.error?.message).toMatch(/closed/);
  expect(client.connection.getSnapshot().state).toBe('closed');

  await until(() => server.sockets.size === 0);
  // `until` itself holds one timer while it asks.
  await until(() => countOpen() <= before);
  const targets = ['online', 'offline', 'focus', 'pageshow'].flatMap((name) => getEventListeners(window, name));
  expect([...targets, ...getEventListeners(window.document, 'visibilitychange')]).toEqual([]);
  expect((await navigator.locks.query()).held).toEqual([]);

  client.redial();
  client.connect();
  await startChat(client, 'late').sendMessage({ text: 'Hi' });
  expect(server.connections).toBe(1);
});
