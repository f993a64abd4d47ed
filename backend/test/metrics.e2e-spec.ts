import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { UpgradeGate } from '../src/auth/upgrade-gate.js';
import { Telemetry } from '../src/ops/telemetry.js';
import { OtlpCollector } from './otlp-collector.js';
import { RawClient } from './raw-client.js';
import { startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

jest.setTimeout(60_000);

const QUESTION = 'Is there a canary in the mine?';

/** What a scrape says, by name and labels as it spells them. */
async function scrape(app: TestApp): Promise<Map<string, number>> {
  const response = await fetch(app.app.get(Telemetry).metricsUrl!);
  expect(response.status).toBe(200);
  const samples = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    const [, name, value] = /^([a-z\d_]+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
    if (name !== undefined) samples.set(name, Number(value));
  }
  return samples;
}

function read(path: string): string {
  return readFileSync(resolve(import.meta.dirname, '../..', path), 'utf8');
}

/** Names of metrics that a text speaks of. */
function namesIn(text: string): Set<string> {
  return new Set(text.match(/\bthroughline_[a-z\d_]+/g));
}

describe('what a server measures', () => {
  let app: TestApp;
  let collector: OtlpCollector;
  let client: RawClient;
  let cookie: string;
  let turnId: string;

  beforeAll(async () => {
    collector = await OtlpCollector.start();
    app = await startApp({
      env: {
        METRICS_PORT: '0',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: 'x-team=Ops%20%26%20Co',
        CHAT_PRICES: 'demo=1/2',
        CHAT_QUEUE_LENGTH: '1',
        CHAT_DEMO_TOKENS_PER_SECOND: '200',
      },
    });
    cookie = await app.signIn();
    client = await RawClient.open(app, cookie);
    client.ask('canary-conversation', 'r1', QUESTION);
    ({ turnId } = await client.first('accepted', 'r1'));
    await client.first('end', 'r1');
  });
  afterAll(async () => {
    await app?.[Symbol.asyncDispose]();
    collector?.stop();
  });

  it('is told of a real turn, by name and number', async () => {
    const samples = await scrape(app);
    const answered = { outcome: 'completed', model: 'demo' };
    const labels = Object.entries(answered).map(([key, value]) => `${key}="${value}"`);
    expect(Object.fromEntries(samples)).toMatchObject({
      throughline_first_chunk_duration_seconds_count: 1,
      throughline_stored_duration_seconds_count: 1,
      throughline_queue_wait_seconds_count: 1,
      [`throughline_turn_duration_seconds_count{${labels.join(',')}}`]: 1,
      throughline_sockets_open: 1,
      throughline_ready: 1,
      throughline_turns_queued: 0,
      'throughline_takeovers_total{kind="interrupted"}': 0,
    });
    const value = (name: string) => samples.get(`throughline_${name}`)!;
    expect(value('first_chunk_duration_seconds_sum')).toBeGreaterThanOrEqual(value('stored_duration_seconds_sum'));
    expect(value('chunk_delay_seconds_count')).toBeGreaterThan(0);
    expect(value('log_flush_chunks_sum')).toBeGreaterThan(0);
    const [input, output] = ['input', 'output'].map((kind) => value(`tokens_total{model="demo",direction="${kind}"}`));
    expect([input, output].every((tokens) => tokens > 0)).toBe(true);
    expect(value('cost_usd_total{model="demo"}')).toBeCloseTo((input + 2 * output) / 1e6, 10);
  });

  it.each(['deploy/grafana/throughline.json', 'deploy/prometheus/alerts.yml'])(
    'is all that %s asks for',
    async (path) => {
      const told = new Set([...(await scrape(app)).keys()].map((name) => name.split('{', 1)[0]));
      const asked = namesIn(read(path));
      expect(asked.size).toBeGreaterThan(5);
      expect([...asked].filter((name) => !told.has(name))).toEqual([]);
    },
  );

  it('stands in the operator’s manual, each metric and each alert', async () => {
    const manual = read('docs/operations.md');
    const told = [...(await scrape(app)).keys()].map((name) =>
      name.split('{', 1)[0].replace(/_(bucket|sum|count)$/, ''),
    );
    expect([...new Set(manual.match(/(?<=`)throughline_\w+/g))].toSorted()).toEqual(
      [...new Set(told)].filter((name) => name !== 'target_info').toSorted(),
    );
    const alerts = read('deploy/prometheus/alerts.yml').match(/(?<=alert: )\w+/g)!;
    expect(manual.match(/(?<=^\| `)Throughline\w+/gm)!.toSorted()).toEqual(alerts.toSorted());
  });

  it('counts what queued, was refused, came back and left', async () => {
    for (const number of [1, 2, 3]) client.ask('c2', `q${number}`, 'Write 2000 words');
    expect((await client.first('error', 'q3')).code).toBe('queue-full');
    for (const requestId of ['q1', 'q2']) {
      await until(`${requestId} is being answered`, () => client.text(requestId) !== '');
      const { turnId: longTurnId } = await client.first('accepted', requestId);
      client.send({ type: 'stop', requestId: `stop-${requestId}`, turnId: longTurnId });
      await client.first('end', requestId);
    }
    client.send({ type: 'resume', requestId: 's1', id: 'c2' });
    await client.first('end', 's1');
    const other = await RawClient.open(app, cookie);
    await other.close();
    await expect(RawClient.open({ ...app, origin: 'https://evil.example' }, cookie)).rejects.toThrow('403');
    await until('the socket is counted', async () => (await scrape(app)).get('throughline_sockets_open') === 1);
    expect(Object.fromEntries(await scrape(app))).toMatchObject({
      // One more that was answered at once; the second one waited, and so was not late.
      throughline_first_chunk_duration_seconds_count: 2,
      throughline_queue_wait_seconds_count: 3,
      'throughline_errors_total{code="queue-full",of="request"}': 1,
      'throughline_resumes_total{source="log"}': 1,
      'throughline_sockets_closed_total{reason="closed"}': 1,
      'throughline_handshakes_refused_total{status="403"}': 1,
    });
  });

  it('is told on no port of the public’s, and nothing else is on its own', async () => {
    const { origin } = new URL(app.app.get(Telemetry).metricsUrl!);
    expect((await fetch(`${app.origin}/metrics`)).status).toBe(404);
    expect((await fetch(`${origin}/`)).status).toBe(404);
    expect((await fetch(`${origin}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('says when it takes no new work', async () => {
    const gate = app.app.get(UpgradeGate);
    gate.isShut = true;
    const refused = await fetch(`${app.origin}/health/ready`);
    expect([refused.status, await refused.json()]).toEqual([503, { status: 'draining' }]);
    expect((await scrape(app)).get('throughline_ready')).toBe(0);
    gate.isShut = false;
    expect((await fetch(`${app.origin}/health/ready`)).status).toBe(200);
  });

  it('goes to a collector as well, each turn a trace with the model’s call in it, without a word that was said', async () => {
    await app.stop();
    const { spans, requests } = collector;
    const turn = spans.find(({ attributes }) => attributes['throughline.turn.id'] === turnId)!;
    expect(turn).toMatchObject({ name: 'turn', parentId: '', attributes: { 'throughline.turn.outcome': 'completed' } });
    const ofTurn = spans.filter(({ traceId }) => traceId === turn.traceId);
    const below = (parentId: string) => ofTurn.filter((span) => span.parentId === parentId);
    expect(below(turn.spanId).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['queue', 'commit', 'invoke_agent demo']),
    );
    const call = ofTurn.find(({ name }) => name === 'chat demo')!;
    expect(call.attributes).toMatchObject({ 'gen_ai.request.model': 'demo' });
    expect(requests.some(({ path }) => path === '/v1/metrics')).toBe(true);
    expect(requests.every(({ headers }) => headers.includes('"x-team":"Ops & Co"'))).toBe(true);
    const answer = client.text('r1');
    const [{ userId }] = client.of('welcome');
    expect(answer.length).toBeGreaterThan(20);
    for (const { body } of requests) {
      for (const said of ['canary', userId, answer.slice(0, 20)]) expect(body.includes(said)).toBe(false);
    }
  });
});

describe('a server whose metrics port is taken', () => {
  let app: TestApp;
  let blocker: Server;
  let collector: OtlpCollector;

  beforeAll(async () => {
    blocker = createServer();
    await once(blocker.listen(0, '127.0.0.1'), 'listening');
    collector = await OtlpCollector.start();
    app = await startApp({
      env: {
        METRICS_PORT: String((blocker.address() as AddressInfo).port),
        OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/`,
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
        CHAT_DEMO_FAILURE: 'silence',
        CHAT_SILENCE_TIMEOUT_MS: '1500',
        CHAT_LEASE_TTL_MS: '400',
      },
    });
  });
  afterAll(async () => {
    await app?.[Symbol.asyncDispose]();
    collector?.stop();
    blocker?.close();
  });

  it('answers, takes over and fails as any other, and says so once the port is free', async () => {
    const { port } = blocker.address() as AddressInfo;
    blocker.close();
    const client = await RawClient.open(app, await app.signIn());
    client.ask('c1', 'r1', QUESTION);
    await until('half of it is there', () => client.text('r1') !== '');
    await app.dataSource.query(`UPDATE turns SET owner = NULL WHERE status = 'running'`);
    await client.first('end', 'r1');
    expect(client.of('chunk', 'r1').map(({ chunk }) => chunk.type)).toEqual(
      expect.arrayContaining(['reset-step', 'error']),
    );
    const url = `http://127.0.0.1:${port}/metrics`;
    await until('the metrics are there', () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    );
    const text = await (await fetch(url)).text();
    expect(text).toContain('throughline_takeovers_total{kind="restarted"} 1\n');
    expect(text).toContain('throughline_errors_total{code="service-silent",of="turn"} 1\n');
  });

  it('has what was said in its traces where that is wanted', async () => {
    await app.stop();
    expect(collector.spans.some(({ attributes }) => JSON.stringify(attributes).includes(QUESTION))).toBe(true);
  });
});
