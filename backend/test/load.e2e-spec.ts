import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fromPrompt } from '../bench/script.js';
import { CLIENT_KINDS } from '../load/clients/load-client.js';
import { Generation } from '../load/generate.js';
import type { Plan } from '../load/plan.js';
import { checkLoopback } from '../load/target.js';
import { scriptOf } from './chaos/question.js';
import { HandModel, type HandCall } from './hand-model.js';
import { startApp, type TestApp } from './start-app.js';

const RATE = 1000;
const TOKENS = 30;

describe('the load driver', () => {
  const model = new HandModel();
  let app: TestApp;
  let plan: Plan;

  beforeAll(async () => {
    app = await startApp({ models: model });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    model.calls.length = 0;
    plan = {
      url: app.origin,
      run: expect.getState().currentTestName!,
      clients: [...CLIENT_KINDS],
      firstUser: 0,
      allUsers: CLIENT_KINDS.length,
      rate: RATE,
      seconds: TOKENS / RATE,
      pauseSeconds: 0,
      askForSeconds: 0,
      isScripted: true,
    };
  });

  /** Runs the plan's users, each of whom asks once, and answers them. */
  async function run(answer: (call: HandCall, tokens: string[]) => void) {
    const generation = await Generation.prepare(plan);
    const running = generation.run();
    for (let index = 0; index < plan.clients.length; index += 1) {
      const call = await model.call(index);
      const { key, tokens } = fromPrompt(call.prompt.at(-1)!.text);
      answer(call, scriptOf({ key: key!, tokens }));
    }
    await running;
    await generation.close();
    return generation.tally;
  }

  it('finds nothing lost where nothing is, with each kind of client', async () => {
    const tally = await run((call, tokens) => call.say(...tokens).finish());
    expect(tally.counts).toMatchObject({ asked: 3, whole: 3, damaged: 0, failed: 0, drops: 0, stored: 3 });
    expect(tally.histogram('first').totalCount).toBe(3);
    expect(tally.histogram('accepted').totalCount).toBe(1); // Others than ours are not told.
  });

  it('reports a chunk that is lost, whoever reads', async () => {
    const tally = await run((call, tokens) => call.say(...tokens.toSpliced(7, 1)).finish());
    expect(tally.counts).toMatchObject({ asked: 3, whole: 0, damaged: 3, failed: 0 });
  });

  it('reports chunks that come twice or in another order', async () => {
    let calls = 0;
    const tally = await run((call, tokens) => {
      calls += 1;
      const wrong = calls === 1 ? tokens.toSpliced(7, 0, tokens[7]) : tokens.with(3, tokens[4]).with(4, tokens[3]);
      call.say(...wrong).finish();
    });
    expect(tally.counts).toMatchObject({ asked: 3, whole: 0, damaged: 3 });
  });

  it('reports answers that fail on the way', async () => {
    const tally = await run((call, tokens) => {
      call.say(tokens[0]).fail(new Error('gone'));
    });
    expect(tally.counts).toMatchObject({ asked: 3, whole: 0, damaged: 0, failed: 3 });
    expect([...tally.faults.values()].reduce((total, count) => total + count, 0)).toBe(3);
  });

  it('reports what the database does not have', async () => {
    const generation = await Generation.prepare({ ...plan, clients: ['ours'] });
    const running = generation.run();
    const call = await model.call(0);
    const { key, tokens } = fromPrompt(call.prompt.at(-1)!.text);
    call.say(...scriptOf({ key: key!, tokens })).finish();
    await running;
    await app.dataSource.query(`UPDATE messages SET parts = '[]' WHERE sender_type = 'ai'`);
    await generation.close();
    expect(generation.tally.counts).toMatchObject({ whole: 1, stored: 0 });
  });

  it('adds up what several generators saw', async () => {
    const tally = await run((call, tokens) => call.say(...tokens).finish());
    const before = tally.toData();
    tally.add(structuredClone(before));
    expect(tally.counts.whole).toBe(6);
    expect(tally.histogram('first').totalCount).toBe(6);
  });

  it('takes servers of this machine only', () => {
    expect(checkLoopback('http://127.0.0.1:3000/chat')).toBe('http://127.0.0.1:3000');
    expect(checkLoopback('http://[::1]:3000')).toBe('http://[::1]:3000');
    for (const far of ['https://example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.1:3000']) {
      expect(() => checkLoopback(far)).toThrow('is not this machine');
    }
  });
});
