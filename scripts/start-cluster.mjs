// `npm run start:cluster [-- N]`: N server processes (default: one a core) behind one port, on one DATABASE_URL.
// A process that dies is replaced. SIGTERM and SIGINT drain them all; SIGHUP restarts them one after the other, from the
// release that the link in this script's path leads to by then.
import './require-node.mjs';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { buildWhatIsMissing } from './build-what-is-missing.mjs';

const count = Number(process.argv[2] ?? availableParallelism());
if (!Number.isInteger(count) || count < 1) throw new Error('The number of processes must be a whole number from 1.');
// Looked at, not taken over: each worker reads the file itself, and a restart a new one.
const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
if (!(process.env.DATABASE_URL || file.DATABASE_URL)) {
  console.error('Several processes need DATABASE_URL: the embedded database belongs to one process alone.');
  process.exit(1);
}
buildWhatIsMissing();
cluster.setupPrimary({
  // As this script was called, not where the links in that path lead to now: docs/operations.md, "Upgrade".
  exec: join(dirname(process.argv[1]), '../dist/backend/src/main.js'),
  execArgv: JSON.parse(readFileSync(resolve(import.meta.dirname, 'heap-flags.json'), 'utf8')),
});

let isEnding = false;
const workers = new Map();

/** Starts the worker with this number, again whenever it dies, a little later each time it dies young. */
function start(number, delayMs = 0) {
  keep(number, fork(number), delayMs);
}

function fork(number) {
  return cluster.fork({ THROUGHLINE_WORKER: String(number) });
}

function keep(number, worker, delayMs = 0) {
  const startedAt = Date.now();
  const isMissed = () => !isEnding && workers.get(number) === worker;
  workers.set(number, worker);
  worker.on('exit', (code, signal) => {
    if (!isMissed()) return;
    const nextDelayMs = Date.now() - startedAt > 60_000 ? 0 : Math.min(delayMs * 2 || 250, 10_000);
    console.error(`Process ${number} ended with ${signal ?? code}; it is started again in ${nextDelayMs} ms.`);
    setTimeout(() => isMissed() && start(number, nextDelayMs), nextDelayMs);
  });
}

async function end(worker) {
  if (worker.isDead()) return;
  const exited = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await exited;
}

async function endAll() {
  if (isEnding) return;
  isEnding = true;
  await Promise.all(Object.values(cluster.workers).map(end));
  process.exit(0);
}

let restarting = Promise.resolve();
/** The old ones serve until the new ones do; where one does not start, its configuration being wrong, all go on. */
async function restartAll() {
  for (const number of workers.keys()) {
    if (isEnding) return;
    const next = fork(number);
    const isUp = await Promise.race([once(next, 'listening').then(() => true), once(next, 'exit').then(() => false)]);
    if (!isUp) {
      console.error(`Process ${number} is not replaced: the new one does not start. What runs goes on.`);
      return;
    }
    const old = workers.get(number);
    keep(number, next);
    await end(old);
  }
}

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void endAll());
process.on('SIGHUP', () => {
  restarting = restarting.then(restartAll);
});
for (let number = 1; number <= count; number += 1) start(number);
