import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHAT_PATH, type SignUpRequest } from '@app/chat-protocol';
import { ConfigService } from '@nestjs/config';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { AppModule } from '../src/app.module.js';
import { setUp } from '../src/app.js';
import { configServiceFrom } from '../src/config/config.js';
import { ModelSelectorService } from '../src/models/model-selector.service.js';

export interface TestStore {
  env: Record<string, string>;
  drop(): Promise<void>;
}

/** An empty database: on the server of DATABASE_URL where it is set, else an embedded one in a folder of its own. */
export async function createStore(): Promise<TestStore> {
  const name = `throughline_test_${randomBytes(6).toString('hex')}`;
  const folder = join(tmpdir(), name);
  const server = process.env.DATABASE_URL;
  if (server === undefined) {
    return { env: { DATA_DIR: folder }, drop: () => rm(folder, { recursive: true, force: true }) };
  }
  await query(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return {
    env: { DATABASE_URL: url.href, DATA_DIR: folder },
    drop: async () => {
      await query(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface TestApp {
  /** Stops it and drops its database. */
  [Symbol.asyncDispose](): Promise<void>;
  app: NestExpressApplication;
  dataSource: DataSource;
  /** `http://127.0.0.1:port` */
  origin: string;
  /** Address of the chat socket. */
  socketUrl: string;
  /** A new guest's cookie, as a request sends it. */
  signIn(): Promise<string>;
  /** A new account's cookie; `cookie` = the guest who signs up. */
  signUp(account?: Partial<SignUpRequest>, cookie?: string): Promise<string>;
  /** Calls the REST API as the page does. `cookie` may be empty. */
  call(method: string, path: string, cookie: string, body?: object): Promise<Response>;
  /** SIGTERM's way out; the store stays. */
  stop(): Promise<void>;
}

export interface TestAppOptions {
  /** Environment variables; what is not given has the defaults of the tests: a fast demo model, a short grace. */
  env?: Record<string, string>;
  /** The database to start on; without it the app gets one of its own, dropped at the end. */
  store?: TestStore;
  /** Replaces the model selector. */
  models?: Pick<ModelSelectorService, 'getModel' | 'describe'>;
  /** Folder of the built page; without it no page is served. */
  pageFolder?: string;
}

/** What accounts of the tests sign in with, unless told otherwise. */
export const PASSWORD = 'correct horse battery staple';

/** The session cookie an answer sets, as the next request sends it; empty string = it set none. */
export function cookieOf(response: Response): string {
  const set = response.headers.getSetCookie().find((cookie) => cookie.includes('_session='));
  return set?.split(';', 1)[0] ?? '';
}

/** The real app on a free port. */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const store = options.store ?? (await createStore());
  const env = {
    SESSION_SECRET: 'the-secret-of-the-tests-has-32-characters',
    CHAT_DEMO_DELAY_MS: '0',
    CHAT_DEMO_TOKENS_PER_SECOND: '0',
    CHAT_DRAIN_GRACE_MS: '0',
    CHAT_TITLES: 'false',
    // One user of a test does the work of many; the tests of the limits set their own.
    CHAT_SENDS_PER_MINUTE: '10000',
    CHAT_MAX_RUNNING_TURNS: '1000',
    CHAT_RESUMES_PER_MINUTE: '10000',
    REST_REQUESTS_PER_MINUTE: '10000',
    AUTH_MAX_ATTEMPTS_PER_MINUTE: '10000',
    AUTH_MAX_GUESTS_PER_MINUTE: '10000',
    ...store.env,
    ...options.env,
  };
  const builder = Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(ConfigService)
    .useValue(configServiceFrom(env));
  if (options.models) builder.overrideProvider(ModelSelectorService).useValue(options.models);
  const app = (await builder.compile()).createNestApplication<NestExpressApplication>({
    logger: process.env.TEST_LOG ? ['fatal', 'error', 'warn', 'log'] : ['fatal'],
    forceCloseConnections: true,
  });
  setUp(app, options.pageFolder ?? '');
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const call = (method: string, path: string, cookie: string, body?: object) =>
    fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { origin, cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
      redirect: 'manual',
    });
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= app.close());
  return {
    app,
    dataSource: app.get(DataSource),
    origin,
    socketUrl: `ws://127.0.0.1:${port}${CHAT_PATH}`,
    stop,
    call,
    signIn: async () => cookieOf(await call('GET', '/session', '')),
    async signUp(account = {}, cookie = '') {
      const email = `${randomBytes(6).toString('hex')}@example.com`;
      const response = await call('POST', '/auth/sign-up/email', cookie, {
        name: 'Ada',
        email,
        password: PASSWORD,
        ...account,
      });
      if (response.status !== 204) throw new Error(`Sign-up: ${response.status} ${await response.text()}`);
      return cookieOf(response);
    },
    async [Symbol.asyncDispose]() {
      await stop();
      if (!options.store) await store.drop();
    },
  };
}
