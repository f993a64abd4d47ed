import { setTimeout as sleep } from 'node:timers/promises';
import { scriptOf } from '../question.js';
import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';

const USERS = 100;
const TOKENS = 400;
/** 50 chunks a second, as the bar asks. */
const GAP_MS = 20;
/** What is measured, and the bar for its p99 in milliseconds. */
const FIRST = { figure: 'first chunk after the model’s', barMs: 50 };
const ANY = { figure: 'any chunk after the model’s', barMs: 150 };

/** Nothing is broken: what the gateway adds to the model’s own time while many read at once. */
export const load: Scenario = {
  name: 'load',
  title: `${USERS} users at once, answers of ${TOKENS} chunks at ${1000 / GAP_MS} a second, one server`,
  promises: ['P24'],
  unit: 'answers',
  fullSize: 7500,
  servers: 1,
  async round(rig, left) {
    const [server] = rig.servers;
    const before = {
      ...(await server.usage()),
      statements: await rig.database.countStatements(),
      at: performance.now(),
    };
    const asked: Asked[] = [];
    for (let user = 0; user < Math.min(USERS, left); user += 1) {
      const one = rig.ask(rig.question({ tokens: TOKENS, gapMs: GAP_MS }), { way: 0 });
      asked.push(one);
      measure(rig, one);
      await sleep(GAP_MS);
    }
    await rig.ended(asked.map(({ reader }) => reader));
    const after = {
      ...(await server.usage()),
      statements: await rig.database.countStatements(),
      at: performance.now(),
    };
    const chunks = asked.length * TOKENS;
    const seconds = (after.at - before.at) / 1000;
    rig.figures.add('CPU of the server per chunk, µs', (1000 * (after.cpuMs - before.cpuMs)) / chunks);
    rig.figures.add('statements, per second', (sum(after.statements) - sum(before.statements)) / seconds);
    rig.figures.add('event-loop delay p99', after.loopDelayP99Ms);
    for (const [query, calls] of after.statements) {
      const count = calls - (before.statements.get(query) ?? 0);
      if (count > 0) rig.history.note(`${count} × ${query}`);
    }
    return asked.length;
  },
  judge(rig) {
    for (const { figure, barMs } of [FIRST, ANY]) {
      const p99 = Math.round(rig.figures.percentile(figure, 0.99));
      if (!(p99 <= barMs)) rig.missBar(`${figure}: p99 ${p99} ms, more than ${barMs} ms`);
    }
  },
};

/** Compares when each token was sent by the model and when the reader had it, merged with others or not. */
function measure(rig: Rig, { question, reader }: Asked): void {
  const { trace } = reader;
  const script = scriptOf(question);
  let tokens = 0;
  let characters = 0;
  reader.onChunk = () => {
    const now = performance.now();
    const sentAt = rig.model.callsOf(question.key).at(-1)?.tokenTimes ?? [];
    for (; characters < trace.text.length; tokens += 1) {
      characters += script[tokens].length;
      if (tokens === 0) rig.figures.add(FIRST.figure, now - sentAt[0]);
      rig.figures.add(ANY.figure, now - sentAt[tokens]);
    }
  };
}

function sum(statements: Map<string, number>): number {
  return [...statements.values()].reduce((total, calls) => total + calls, 0);
}
