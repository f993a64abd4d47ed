// npm run attacks -- --only T8,T9 --scale 0.1
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../chaos/free-port.js';
import { SeededModel } from '../chaos/seeded-model.js';
import { ServerProcess } from '../chaos/server-process.js';
import type { Attack } from './attack.js';
import { Bystander } from './bystander.js';
import { costlyFrames, frameFlood, replayFlood } from './floods.js';
import { slowHandshakes } from './handshakes.js';
import { slowReaders } from './slow-readers.js';
import { Target } from './target.js';
import { lyingFrames, pieces } from './unfinished.js';

const ATTACKS: Attack[] = [frameFlood, replayFlood, slowReaders, lyingFrames, pieces, slowHandshakes, costlyFrames];
/** How long the bystander is watched before anybody attacks. */
const QUIET_MS = 5000;
const SAMPLE_MS = 250;

const { values } = parseArgs({
  options: {
    /** Threats, comma-separated. Default: all. */
    only: { type: 'string', default: '' },
    /** Part of the stated sizes. */
    scale: { type: 'string', default: '1' },
    server: { type: 'string', default: 'dist/backend/src/main.js' },
    /** PostgreSQL to use. Default: the embedded one, new for each attack. */
    database: { type: 'string' },
    /** Heap the server may have, in MB. Default: as much as Node likes, which mostly is garbage not yet collected. */
    heap: { type: 'string' },
  },
});
const wanted = values.only === '' ? ATTACKS.map(({ threat }) => threat) : values.only.split(',');
const rows: string[] = [];
for (const attack of ATTACKS.filter(({ threat }) => wanted.includes(threat))) {
  const row = await measure(attack, Number(values.scale));
  rows.push(row);
  console.log(row);
}
console.log(
  `\n| threat | attack | size | what the server did | RSS before → peak, MB | others’ p99 before → during, ms | load |`,
);
console.log('|---|---|---|---|---|---|---|');
for (const row of rows) console.log(row);
process.exit(0);

/** One attack on a server of its own, as a row of the table. */
async function measure(attack: Attack, scale: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-attack-'));
  const [port, model] = await Promise.all([freePort(), SeededModel.start()]);
  const server = new ServerProcess(resolve(values.server), port, {
    DATA_DIR: folder,
    SESSION_SECRET: 'the-secret-of-the-attacks-has-32-characters',
    OPENAI_BASE_URL: model.baseUrl,
    OPENAI_API: 'chat',
    CHAT_MODEL: 'seeded',
    LOG_FORMAT: 'json',
    ...(values.database === undefined ? {} : { DATABASE_URL: values.database }),
    ...(values.heap === undefined ? {} : { NODE_OPTIONS: `--max-old-space-size=${values.heap}` }),
    CHAT_MAX_OUTPUT_TOKENS: '1000000',
    AUTH_MAX_GUESTS_PER_MINUTE: '10000',
    ...attack.env,
  });
  await server.start();
  try {
    const target = new Target(server, port);
    const quiet = await Bystander.start(target);
    await sleep(QUIET_MS);
    const before = await quiet.stop();
    target.begin();
    let peak = 0;
    const sample = () => (peak = Math.max(peak, target.memoryMb()));
    const sampler = setInterval(sample, SAMPLE_MS);
    const watched = await Bystander.start(target);
    const { size, result } = await attack.run(target, scale);
    const during = await watched.stop();
    clearInterval(sampler);
    if (!server.isUp) throw new Error(`The server is gone: ${server.log.slice(-5).join('\n')}`);
    sample(); // An attack may be over before the first one.
    const memory = `${target.memoryBeforeMb.toFixed(0)} → ${peak.toFixed(0)}`;
    const waits = `${before.p99.toFixed(0)} → ${during.p99.toFixed(0)} (median ${before.median.toFixed(0)} → ${during.median.toFixed(0)})`;
    return `| ${attack.threat} | ${attack.name} | ${size} | ${result} | ${memory} | ${waits} | ${loadavg()[0].toFixed(0)} |`;
  } finally {
    await server.kill();
    await model.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
