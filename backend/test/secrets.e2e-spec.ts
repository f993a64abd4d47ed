import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parseConfig } from '../src/config/config.js';
import { createDataSource } from '../src/database/data-source.js';
import { describeOnServer } from './describe-on-server.js';
import { everyRow } from './every-row.js';
import { OtlpCollector } from './otlp-collector.js';
import { RawClient } from './raw-client.js';
import { ServerProcess } from './server-process.js';
import { cookieOf, createStore, type TestStore } from './start-app.js';
import { until } from './until.js';

jest.setTimeout(120_000);

const KEY = 'canary-provider-key-0123456789';
const SECRET = 'canary-session-secret-of-32-characters';
const PASSWORD = 'canary-database-password';
const COLLECTOR_KEY = 'canary-collector-key-0123456789';
/** Looks like lines and orders of a terminal, where it is printed as it is. */
const NASTY = '\r\n{"level":"fatal","message":"forged"}\n\u001B[2J\u009B31m\u2028\u2029\u202E\u0085';

/** How a service may fail, key and all, by the question it is asked. */
const FAILURES: Record<string, (response: ServerResponse) => unknown> = {
  '401 with the key': (response) =>
    response
      .writeHead(401, { 'content-type': 'application/json', 'x-key': KEY, 'www-authenticate': `Bearer ${KEY}` })
      .end(JSON.stringify({ error: { message: `Incorrect API key: ${KEY}${NASTY}`, code: 'invalid_api_key' } })),
  '403 as text': (response) =>
    response.writeHead(403, `No ${KEY}`).end(`Forbidden: Authorization: Bearer ${KEY}${NASTY}`),
  '400 with the request': (response) =>
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { message: `Bad request of ${KEY}`, param: KEY, type: KEY, code: KEY } })),
  '500 with the key': (response) => response.writeHead(500).end(`Traceback: key=${KEY}`),
  'no JSON': (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: {${KEY}\n\n`),
  'an error event': (response) =>
    response
      .writeHead(200, { 'content-type': 'text/event-stream' })
      .end(`data: ${JSON.stringify({ error: { message: `${KEY}${NASTY}`, code: KEY } })}\n\n`),
  'a redirect': (response) => response.writeHead(302, { location: `http://${KEY}@127.0.0.1:1/?key=${KEY}` }).end(),
  'a cut': (response) => response.destroy(),
  'a model named like the key': (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: 'Half' } }] })}\n\n`);
    response.write(`data: ${JSON.stringify({ error: { message: KEY } })}\n\n`);
    response.end();
  },
};

describe('secrets', () => {
  let provider: Server;
  let providerUrl: string;
  let store: TestStore;
  let server: ServerProcess;
  let collector: OtlpCollector;

  beforeAll(async () => {
    provider = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => (body += String(data)));
      request.on('end', () => {
        const { messages } = JSON.parse(body) as { messages: { content: string }[] };
        FAILURES[messages.at(-1)!.content](response);
      });
    });
    await once(provider.listen(0, '127.0.0.1'), 'listening');
    providerUrl = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1`;
    store = await createStore();
    collector = await OtlpCollector.start(500, `Bad key: ${COLLECTOR_KEY}${NASTY}`);
  });
  afterAll(async () => {
    await server?.end('SIGKILL');
    provider.closeAllConnections();
    provider.close();
    collector?.stop();
    await store?.drop();
  });

  /** What a server says whose start fails. */
  async function failedStart(env: Record<string, string>): Promise<string> {
    const failing = ServerProcess.start({ DATA_DIR: store.env.DATA_DIR, ...env });
    await expect(failing.origin).rejects.toThrow('The server ended with');
    await until('it said why', () => failing.output.length > 0);
    return failing.output.join('\n');
  }

  it('are in no frame, answer, log line, row, metric or trace, however the AI service fails', async () => {
    const url = store.env.DATABASE_URL;
    server = ServerProcess.start({
      ...store.env,
      ...(url === undefined ? {} : { DATABASE_URL: withPassword(url) }),
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: providerUrl,
      SESSION_SECRET: SECRET,
      CHAT_MODEL_RETRIES: '0',
      LOG_LEVEL: 'verbose',
      METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${COLLECTOR_KEY}`,
      OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
    });
    const socket = await server.socket();
    const seen: string[] = [];
    const get = async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${socket.origin}${path}`, { headers });
      seen.push(JSON.stringify([...response.headers].filter(([name]) => name !== 'set-cookie')), await response.text());
      return response;
    };
    const cookie = cookieOf(await get('/api/v1/session'));
    const [, token, signature] = /=(.+)\.(.+)$/.exec(decodeURIComponent(cookie))!;
    const clients = [await RawClient.open(socket, cookie), await RawClient.open(socket, cookie, false)];

    for (const [index, question] of Object.keys(FAILURES).entries()) {
      for (const [number, client] of clients.entries()) {
        const requestId = `r${index}-${number}`;
        client.ask(`c${index}-${number}`, requestId, question);
        await client.first('end', requestId);
        const errors = client.of('chunk', requestId).filter(({ chunk }) => chunk.type === 'error');
        expect({ question, errors: errors.length }).toEqual({ question, errors: 1 });
      }
      for (const path of ['', '/messages']) await get(`/api/v1/conversations/c${index}-0${path}`, { cookie });
    }
    for (const path of ['/api/v1/conversations', '/health/ready', '/metrics', '/', '/api/v1/absent'])
      await get(path, { cookie });
    seen.push(...clients.flatMap(({ frames }) => frames.map((frame) => JSON.stringify(frame))));

    const metricsUrl = server.output.map((line) => /Metrics are at (http:\S+?)"/.exec(line)?.[1]).find(Boolean)!;
    const metrics = [await (await fetch(metricsUrl)).text()];
    const turnIds = clients.flatMap((client) => client.of('accepted').map(({ turnId }) => turnId));
    await server.end('SIGTERM');
    const lines = [...server.output];
    const traces = collector.requests.map(({ body }) => body.toString('latin1'));
    expect(metrics.join()).toContain('throughline_errors_total{code="key-rejected",of="turn"} 4');
    expect(traces.join()).toContain('401 with the key');
    // A collector that is angry with every try is told of once.
    expect(collector.requests.length).toBeGreaterThan(1);
    expect(lines.filter((line) => line.includes('Telemetry has trouble'))).toHaveLength(1);
    // Whatever is said of a turn names it.
    const ofTurns = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const turnId of turnIds) expect(ofTurns.filter((line) => line.turnId === turnId).length).toBeGreaterThan(1);
    const rows = await rowsOf(store);
    expect(rows.join('\n')).toContain('401 with the key');

    for (const secret of [KEY, SECRET, PASSWORD, COLLECTOR_KEY]) {
      for (const [place, texts] of Object.entries({ seen, lines, rows, metrics, traces })) {
        expect({ place, secret, hits: texts.filter((text) => text.includes(secret)) }).toEqual({
          place,
          secret,
          hits: [],
        });
      }
    }
    // The token's row must name it; what makes a cookie of it is nowhere but in the browser.
    expect([...seen, ...lines, ...metrics, ...traces].filter((text) => text.includes(token))).toEqual([]);
    expect([...seen, ...lines, ...rows, ...metrics, ...traces].filter((text) => text.includes(signature))).toEqual([]);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({ level: expect.stringMatching(/^(log|warn|error|debug|verbose)$/) });
      expect(line).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]/u);
    }
  });

  it.each<[string, Record<string, string>]>([
    ['the database is away', { DATABASE_URL: `postgres://someone:${PASSWORD}@127.0.0.1:1/chat` }],
    ['the database’s host has no address', { DATABASE_URL: `postgres://someone:${PASSWORD}@absent.invalid/chat` }],
  ])('are not in what a start says that fails because %s', async (_name, env) => {
    const said = await failedStart(env);
    expect(said).not.toContain('canary');
    expect(said).toContain('PostgreSQL cannot be reached where DATABASE_URL says: ');
  });

  describeOnServer('on PostgreSQL', () => {
    it('are not in what a start says that it refuses, which names DATABASE_URL', async () => {
      const url = new URL(store.env.DATABASE_URL);
      url.password = PASSWORD;
      url.pathname = '/absent';
      const said = await failedStart({ DATABASE_URL: url.href });
      expect(said).not.toContain('canary');
      expect(said).toContain('with what DATABASE_URL says: database "absent" does not exist. ');
    });
  });

  it('are not in what a start says of values that are wrong', async () => {
    const wrong = {
      DATABASE_URL: `postgres://someone:${PASSWORD}@127.0.0.1:x/chat`,
      SESSION_SECRET: 'canary',
      OPENAI_API_KEY: `${KEY}\n${KEY}`,
      OPENAI_BASE_URL: `https://me:${PASSWORD}@api.example/v1`,
    };
    const said = await failedStart(wrong);
    for (const name of Object.keys(wrong)) expect(said).toContain(`${name}: `);
    expect(said).not.toContain('canary');
  });

  it('make no line of the log when 10,000 frames make no sense, nor bodies and addresses', async () => {
    server = ServerProcess.start({ ...store.env, CHAT_HANDSHAKES_PER_MINUTE: '100000' });
    const socket = await server.socket();
    const cookie = cookieOf(await fetch(`${socket.origin}/api/v1/session`));
    const before = server.output.length;
    let sent = 0;
    while (sent < 10_000) {
      const client = await RawClient.open(socket, cookie);
      for (let number = 0; number < 50; number += 1) {
        client.send({ type: NASTY, requestId: `r${number}`, id: NASTY, messages: [{ text: NASTY }] });
        sent += 1;
      }
      client.socket.send(NASTY);
      expect(await client.closed()).toBe(1008);
    }
    for (const body of ['{"half":', NASTY, 'x'.repeat(200_000)]) {
      const headers = { cookie, 'content-type': 'application/json' };
      const refused = await fetch(`${socket.origin}/api/v1/settings`, { method: 'PATCH', headers, body });
      expect([400, 413]).toContain(refused.status);
    }
    for (const path of ['/api/absent', '/api/v1/conversations/%ff']) {
      expect((await fetch(`${socket.origin}${path}`, { headers: { cookie } })).ok).toBe(false);
    }
    expect(server.output.slice(before)).toEqual([]);
    for (const line of server.output) expect(typeof JSON.parse(line)).toBe('object');
  });
});

function withPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = PASSWORD; // A server that trusts its own machine does not ask for it.
  return parsed.href;
}

/** Every row of every table, as text. */
async function rowsOf(store: TestStore): Promise<string[]> {
  const database = await createDataSource(parseConfig(store.env));
  await database.initialize();
  try {
    return await everyRow(database);
  } finally {
    await database.destroy();
  }
}
