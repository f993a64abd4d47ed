import { createHmac, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAT_PATH, type MessagePage } from '@app/chat-protocol';
import { check, type Violation } from './checker.js';
import { Database } from './database.js';
import { readFacts, type Facts } from './facts.js';
import { FaultProxy, type LinkPlan } from './fault-proxy.js';
import { Figures } from './figures.js';
import { freePort } from './free-port.js';
import { History } from './history.js';
import { scriptOf, toPrompt, type Question } from './question.js';
import type { Random } from './random.js';
import { RawReader, type Door, type Wish } from './raw-reader.js';
import { SeededModel } from './seeded-model.js';
import { ServerProcess } from './server-process.js';

export interface RigOptions {
  /** Path of the built server's `main.js`. */
  main: string;
  random: Random;
  /** Default 3. */
  servers?: number;
  /** More settings of the servers. */
  env?: Record<string, string>;
  /** How wrong each server's clock is. Default: right. */
  clockShiftsMs?: readonly number[];
  /** Where figures go. Default: a collection of its own. */
  figures?: Figures;
  /** Whether proxies stand between servers and database. Default false: they cost this process time. */
  hasDatabaseLinks?: boolean;
}

export interface User {
  id: string;
  cookie: string;
}

/** Where an answer was asked for: what a second reader needs to follow it. */
export interface Asked {
  user: User;
  question: Question;
  conversationId: string;
  reader: RawReader;
}

/** How a reader comes in at first: straight to the server of that number, or (undefined) through the fault proxy. */
export type Way = number | undefined;

/** Asked of each server before a scenario begins. */
const WARM_UP_ANSWERS = 20;
const MOST_USERS = 50_000;
const REST_TRIES = 4;
const REST_PAUSE_MS = 100;
const SECRET = 'the-secret-of-the-chaos-rig-has-32-characters';

/** A database, a model, some servers and a bad network: everything a scenario breaks, and what it left behind. */
export class Rig {
  readonly history = new History();
  /** Broken rules that only the scenario can see. */
  readonly violations: Violation[] = [];
  private readonly readers = new Set<RawReader>();
  private readonly scripts = new Map<string, string>();
  private readonly forgotten = new Set<string | null>();
  private asked = 0;
  private users = 0;

  private constructor(
    readonly random: Random,
    readonly database: Database,
    readonly model: SeededModel,
    /** Between clients and servers. */
    readonly network: FaultProxy,
    /** Between servers and the database, one for each server; empty unless asked for. */
    readonly databaseLinks: readonly FaultProxy[],
    readonly servers: readonly ServerProcess[],
    private readonly folder: string,
    readonly figures: Figures,
  ) {}

  static async start(options: RigOptions): Promise<Rig> {
    const { main, random, servers: count = 3, env = {}, clockShiftsMs, hasDatabaseLinks } = options;
    const folder = mkdtempSync(join(tmpdir(), 'throughline-chaos-'));
    const [database, model] = await Promise.all([Database.start(), SeededModel.start()]);
    const links = await Promise.all(
      Array.from({ length: hasDatabaseLinks ? count : 0 }, () =>
        FaultProxy.start(() => ({ upstreams: [database.port] })),
      ),
    );
    const network = await FaultProxy.start(() => ({ upstreams: [] }));
    const ports = await Promise.all(Array.from({ length: count }, freePort));
    const origins = [network.port, ...ports].map((port) => `http://127.0.0.1:${port}`);
    const servers = ports.map(
      (port, index) =>
        new ServerProcess(main, port, {
          SESSION_SECRET: SECRET,
          PUBLIC_ORIGINS: origins.join(','),
          DATABASE_URL: database.url(links[index]?.port),
          DATA_DIR: folder,
          OPENAI_BASE_URL: model.baseUrl,
          OPENAI_API: 'chat',
          CHAT_MODEL: 'seeded',
          // Calls of the model are counted.
          CHAT_TITLES: 'false',
          CHAT_MAX_OUTPUT_TOKENS: '1000000',
          CHAT_MAX_SOCKETS_PER_USER: '10000',
          // All of the rig's clients come from one address, and some users of it do the work of many.
          CHAT_MAX_SOCKETS_PER_ADDRESS: '10000',
          CHAT_HANDSHAKES_PER_MINUTE: '1000000',
          CHAT_SENDS_PER_MINUTE: '1000000',
          CHAT_MAX_RUNNING_TURNS: '1000000',
          CHAT_RESUMES_PER_MINUTE: '1000000',
          CHAT_REPLAY_BYTES_PER_MINUTE: '10737418240',
          LOG_FORMAT: 'json',
          ...env,
          ...(clockShiftsMs ? { CLOCK_SHIFT_MS: String(clockShiftsMs[index]) } : {}),
        }),
    );
    const rig = new Rig(random, database, model, network, links, servers, folder, options.figures ?? new Figures());
    network.plan = () => rig.anyServer();
    // The first one migrates.
    await servers[0].start();
    await Promise.all(servers.slice(1).map((server) => server.start()));
    await rig.makeUsers();
    await rig.warmUp();
    return rig;
  }

  /** Made beforehand, so that nobody waits for one. */
  newUser(): User {
    const number = (this.users += 1);
    if (number > MOST_USERS) throw new Error(`More than ${MOST_USERS} users`);
    const token = `token-${number}`;
    const signature = createHmac('sha256', SECRET).update(token).digest('base64');
    return { id: `user-${number}`, cookie: `throughline_session=${encodeURIComponent(`${token}.${signature}`)}` };
  }

  /** A new question with a key of its own. */
  question(more: Omit<Question, 'key'>): Question {
    const question = { key: `q${(this.asked += 1)}`, ...more };
    this.scripts.set(question.key, scriptOf(question).join(''));
    return question;
  }

  door(user: User, way?: Way): Door {
    const port = way === undefined ? this.network.port : this.servers[way].port;
    const address = `127.0.0.1:${port}`;
    return {
      origin: `http://${address}`,
      socketUrl: `ws://${address}${CHAT_PATH}`,
      cookie: user.cookie,
      userId: user.id,
    };
  }

  /** Asks a question as a new user in a new conversation, unless told otherwise. */
  ask(question: Question, more: { user?: User; way?: Way; wish?: Partial<Wish & { kind: 'send' }> } = {}): Asked {
    const user = more.user ?? this.newUser();
    const wish: Wish = {
      kind: 'send',
      conversationId: randomUUID(),
      requestId: randomUUID(),
      messageId: randomUUID(),
      text: toPrompt(question),
      ...more.wish,
    };
    const reader = this.read(user, question.key, `author of ${question.key}`, wish, more.way);
    return { user, question, conversationId: wish.conversationId, reader };
  }

  /**
   * Follows an answer somebody asked for, like a second tab.
   *
   * @param isExact false = only the text is compared
   */
  watch({ user, question, conversationId, reader }: Asked, way?: Way, isExact = true): RawReader {
    const turnId = reader.trace.turnId ?? undefined;
    const wish: Wish = { kind: 'resume', conversationId, requestId: randomUUID(), turnId };
    return this.read(user, question.key, `watcher of ${question.key}`, wish, way, isExact);
  }

  /** Keeps an answer that was damaged on purpose out of the check, with all its readers. */
  forget({ reader: { trace } }: Asked): void {
    if (trace.turnId !== null) this.forgotten.add(trace.turnId);
  }

  /** Ways through the proxy to all servers, in random order. */
  anyServer(): LinkPlan {
    const ports = this.servers.map(({ port }) => port);
    return { upstreams: ports.toSorted(() => this.random.next() - 0.5) };
  }

  /** Numbers of the servers that run. */
  get upServers(): number[] {
    return this.servers.flatMap((server, index) => (server.isUp ? [index] : []));
  }

  violate(detail: string): void {
    this.violations.push({ rule: 'scenario', detail });
  }

  /** Right, but not within the promised time or memory. */
  missBar(detail: string): void {
    this.violations.push({ rule: 'bar', detail });
  }

  /**
   * The shown branch of a conversation as a page loads it from one of the servers, empty where there is no such
   * conversation. Asks again when that fails, as a page does.
   */
  async listMessages({ cookie }: User, conversationId: string, way: number): Promise<MessagePage> {
    const url = `http://127.0.0.1:${this.servers[way].port}/api/v1/conversations/${conversationId}/messages`;
    for (let left = REST_TRIES; ; left -= 1) {
      try {
        const response = await fetch(url, { headers: { cookie } });
        if (response.status === 404) return { messages: [], nextCursor: null, newerCursor: null, activeTurns: [] };
        if (response.ok) return (await response.json()) as MessagePage;
        throw new Error(`${url} answered ${response.status}`);
      } catch (error) {
        if (left === 1) throw error;
        await sleep(REST_PAUSE_MS);
      }
    }
  }

  /** Lets time pass for these turns: the database's clock rules, so older rows are the same as a later moment. */
  async age(turnIds: readonly (string | null)[], minutes: number): Promise<void> {
    await this.database.query(
      `UPDATE turns SET created_at = created_at - $2 * interval '1 minute',
         started_at = started_at - $2 * interval '1 minute', ended_at = ended_at - $2 * interval '1 minute'
       WHERE id = ANY($1)`,
      [turnIds, minutes],
    );
  }

  /** Waits until these readers have ended, but not longer: who still waits then is reported as hanging. */
  async ended(readers: readonly RawReader[], patienceMs = 45_000): Promise<void> {
    const timeout = new AbortController();
    const all = Promise.all(readers.map(({ done }) => done));
    const late = sleep(patienceMs, undefined, { signal: timeout.signal }).catch(() => undefined); // Ended in time.
    await Promise.race([all, late]);
    timeout.abort();
  }

  /** Waits until every reader has ended and no turn is unfinished, but not longer. */
  async settle(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs;
    await this.ended([...this.readers], patienceMs);
    while (performance.now() < end && (await this.countUnfinished()) > 0) await sleep(200);
  }

  /** Holds everything seen and saved so far against the rules. */
  async check(): Promise<{ violations: Violation[]; facts: Facts }> {
    const { turns, questions } = await readFacts(this.database);
    const facts = { turns: turns.filter(({ id }) => !this.forgotten.has(id)), questions };
    const forgottenKeys = new Set(turns.flatMap(({ id, key }) => (this.forgotten.has(id) ? [key] : [])));
    const found = check({
      facts,
      traces: this.history.traces.filter(({ turnId }) => turnId === null || !this.forgotten.has(turnId)),
      acknowledgements: this.history.acknowledgements,
      calls: new Map([...this.model.calls].filter(([key]) => !forgottenKeys.has(key))),
      textOf: (key) => this.scripts.get(key),
    });
    return { violations: [...found, ...this.violations], facts };
  }

  async stop(): Promise<void> {
    for (const reader of this.readers) reader.leave();
    await Promise.all(this.servers.map((server) => server.kill()));
    await Promise.all([this.model, this.network, ...this.databaseLinks].map((part) => part.stop()));
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async makeUsers(): Promise<void> {
    await this.database.query(
      `INSERT INTO users (id, name, email, is_guest)
       SELECT 'user-' || n, 'Guest', n || '@guest.invalid', true FROM generate_series(1, ${MOST_USERS}) n`,
    );
    await this.database.query(
      `INSERT INTO sessions (id, token, user_id, expires_at)
       SELECT 'session-' || n, 'token-' || n, 'user-' || n, now() + interval '1 year'
       FROM generate_series(1, ${MOST_USERS}) n`,
    );
  }

  /** A process that has just started compiles as it goes; what is measured comes after that. */
  private async warmUp(): Promise<void> {
    const readers = this.servers.flatMap((_, way) =>
      Array.from({ length: WARM_UP_ANSWERS }, () => this.ask(this.question({ tokens: 40, gapMs: 1 }), { way }).reader),
    );
    await this.ended(readers);
  }

  private read(user: User, key: string, name: string, wish: Wish, way: Way, isExact = true): RawReader {
    const trace = this.history.trace(`${name} (${wish.requestId.slice(0, 8)})`, key, isExact);
    if (wish.kind === 'resume') trace.turnId = wish.turnId ?? null;
    let dials = 0;
    // Whoever lost its server comes back through the proxy, which finds another one.
    const door = () => this.door(user, dials++ === 0 ? way : undefined);
    const reader = new RawReader(door, wish, trace, this.history);
    this.readers.add(reader);
    void reader.done.then(() => this.readers.delete(reader));
    return reader;
  }

  private async countUnfinished(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM turns WHERE status IN ('queued', 'running')`,
    );
    return row.count;
  }
}
