import { existsSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MessagePage } from '@app/chat-protocol';
import { RawClient } from './raw-client.js';
import { ServerProcess } from './server-process.js';
import { createStore, type TestStore } from './start-app.js';

/** An answer of 300 words takes so long that even a busy machine ends the server in the middle of it. */
const SLOW = { CHAT_DEMO_TOKENS_PER_SECOND: '30' };
const FAST = { CHAT_DEMO_TOKENS_PER_SECOND: '0' };

// Real processes start here, two a test.
jest.setTimeout(60_000);

describe('the built server as a process', () => {
  let store: TestStore;
  const servers: ServerProcess[] = [];

  beforeEach(async () => {
    store = await createStore();
  });
  afterEach(async () => {
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
    servers.length = 0;
    await store.drop();
  });

  function start(env: Record<string, string> = {}): ServerProcess {
    const server = ServerProcess.start({
      CHAT_DEMO_DELAY_MS: '0',
      CHAT_DRAIN_GRACE_MS: '200',
      // A transaction that rests for so long is ended: a busy machine must not come to that with its first question.
      CHAT_LEASE_TTL_MS: '3000',
      ...store.env,
      ...env,
    });
    servers.push(server);
    return server;
  }

  const signIn = async (server: ServerProcess) =>
    (await fetch(`${await server.origin}/api/v1/session`)).headers.getSetCookie()[0].split(';', 1)[0];

  const history = async (server: ServerProcess, cookie: string, conversationId = 'c') =>
    (await (
      await fetch(`${await server.origin}/api/v1/conversations/${conversationId}/messages`, { headers: { cookie } })
    ).json()) as MessagePage;

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'finishes an answer that %s interrupted, with nothing doubled and nothing lost, and keeps what was finished',
    async (signal) => {
      const first = start(SLOW);
      const cookie = await signIn(first);
      const before = await RawClient.open(await first.socket(), cookie);
      before.ask('finished', 'r0', 'show me a table');
      await before.first('end', 'r0');
      const kept = await history(first, cookie, 'finished');
      before.ask('c', 'r1', 'write 300 words');
      await before.first('accepted', 'r1');
      while (before.text('r1').split(' ').length < 20) await before.next();
      const { offset } = before.of('chunk', 'r1').at(-1)!;
      const code = await first.end(signal);
      expect(code).toBe(signal === 'SIGTERM' ? 0 : null);
      expect(await before.closed()).toBe(signal === 'SIGTERM' ? 1012 : 1006);

      const second = start(FAST);
      expect(await history(second, cookie, 'finished')).toEqual(kept);
      const after = await RawClient.open(await second.socket(), cookie);
      after.ask('c', 'r1', 'write 300 words');
      await after.first('end', 'r1', 30_000);
      expect(after.text('r1').trim().split(/\s+/)).toHaveLength(300);
      const { messages } = await history(second, cookie);
      expect(messages).toHaveLength(2);
      expect(messages[1]).toMatchObject({ role: 'assistant', metadata: { status: 'completed' } });
      expect(messages[1].parts.at(-1)).toMatchObject({ type: 'text', text: after.text('r1') });

      const late = await RawClient.open(await second.socket(), cookie);
      late.ask('c', 'r1', 'write 300 words', { offset, lastSequence: 0 });
      await late.first('end', 'r1');
      const seen = [...before.of('chunk', 'r1'), ...late.of('chunk', 'r1')].map(({ chunk }) => chunk);
      expect(seen.findLastIndex(({ type }) => type === 'reset-step')).toBeGreaterThan(0);
      expect(RawClient.textOf(seen)).toBe(after.text('r1'));
    },
  );

  it('leaves a half answer interrupted where a retry is not wanted', async () => {
    const first = start(SLOW);
    const cookie = await signIn(first);
    const before = await RawClient.open(await first.socket(), cookie);
    before.ask('c', 'r1', 'write 300 words');
    while (before.text('r1').split(' ').length < 20) await before.next();
    await first.end('SIGKILL');

    const second = start({ ...FAST, CHAT_TAKEOVER: 'interrupt' });
    const after = await RawClient.open(await second.socket(), cookie);
    after.ask('c', 'r1', 'write 300 words');
    await after.first('end', 'r1', 30_000);
    expect(after.text('r1').startsWith(before.text('r1'))).toBe(true);
    const { messages } = await history(second, cookie);
    expect(messages[1]).toMatchObject({ metadata: { status: 'interrupted' } });
    expect(messages[1].parts.at(-1)).toMatchObject({ text: after.text('r1') });
  });

  it('does not start on a wrong value, and says which in one line without telling it', async () => {
    const server = start({ OPENAI_API_KEY: 'sk-canary with spaces', PORT: 'eighty' });
    await expect(server.origin).rejects.toThrow('ended with 1');
    expect(server.output).toHaveLength(1);
    expect(server.output[0]).toMatch(/PORT: .*OPENAI_API_KEY: /);
    expect(server.output[0]).not.toMatch(/canary|eighty/);
  });

  describe('on the embedded database', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'throughline-embedded-'));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    function startEmbedded(): ServerProcess {
      const server = ServerProcess.start({ DATA_DIR: folder });
      servers.push(server);
      return server;
    }

    it('does not start beside another on its folder, and says in one line who has it', async () => {
      const first = startEmbedded();
      const { status } = await fetch(`${await first.origin}/health/ready`);
      expect(status).toBe(200);
      const second = startEmbedded();
      await expect(second.origin).rejects.toThrow('ended with 1');
      expect(second.output).toEqual([expect.stringMatching(/in use by process \d+\. Stop it, or set DATA_DIR/)]);
      expect((await fetch(`${await first.origin}/health/ready`)).status).toBe(200);
    });

    it('does not start on a broken database, and says in one line which folder and what to do', async () => {
      const first = startEmbedded();
      await first.origin;
      await first.end('SIGTERM');
      truncateSync(join(folder, 'pgdata/cluster/global/pg_control'));
      const second = startEmbedded();
      await expect(second.origin).rejects.toThrow('ended with 1');
      expect(second.output).toEqual([
        `The embedded database in ${join(folder, 'pgdata')} does not open. Put a backup of that folder in its place, or move it away to start with an empty one.`,
      ]);
      expect(existsSync(join(folder, 'pgdata/throughline.lock'))).toBe(false);
    });
  });
});
