import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ServerProcess } from './server-process.js';
import { createStore, type TestStore } from './start-app.js';

// Real processes start here.
jest.setTimeout(60_000);

describe('what a start says', () => {
  let store: TestStore;

  beforeEach(async () => {
    store = await createStore();
  });
  afterEach(() => store.drop());

  /** Level and message of each line, until it is ready. */
  async function start(env: Record<string, string> = {}): Promise<string[]> {
    const server = ServerProcess.start({ ...store.env, ...env });
    await server.origin;
    await server.end('SIGTERM');
    return server.output.map((line) => {
      const { level, message } = JSON.parse(line) as Record<string, string>;
      return `${level}: ${message}`;
    });
  }

  const data = () =>
    store.env.DATABASE_URL === undefined ? store.env.DATA_DIR : new URL(store.env.DATABASE_URL).pathname;

  it('where the data is, which model answers, and where the page is', async () => {
    const lines = await start();
    const isMade = store.env.DATABASE_URL === undefined;
    const before = lines.slice(0, -3).map((line) => line.replace(/ in \/.*/, ''));
    expect(before).toEqual(isMade ? ['log: Making the database'] : []);
    const [where, model, ready] = lines.slice(-3);
    expect(where).toMatch(/^log: Data: /);
    expect(where).toContain(data());
    expect(model).toMatch(/^log: Model: the built-in demo/);
    expect(ready).toMatch(/^log: Throughline is ready at http:/);

    const again = await start({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1', CHAT_MODEL: 'llama' });
    expect(again.slice(0, 2)).toEqual([where, 'log: Model: llama']);
  });

  it('which settings have no effect, and not what they are set to', async () => {
    const [warning, ...rest] = await start({ OPENAI_APIKEY: 'canary', NODE_ENV: 'test', OPENAI_ORG_ID: 'x' });
    expect(warning).toBe('warn: There is no setting OPENAI_APIKEY: it has no effect. Did you mean OPENAI_API_KEY?');
    expect(rest.join()).not.toContain('canary');
    expect(rest.filter((line) => line.startsWith('warn'))).toEqual([]);
  });
});
