// npm run fuzz -- --seed 7 --frames 1000000 --connections 10000
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { freePort } from '../chaos/free-port.js';
import { ServerProcess } from '../chaos/server-process.js';
import { fuzz } from './fuzz.js';
import { FUZZED } from './fuzzed-server.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    frames: { type: 'string', default: '20000' },
    connections: { type: 'string', default: '500' },
    server: { type: 'string', default: 'dist/backend/src/main.js' },
    /** PostgreSQL to use, empty. Default: the embedded one. */
    database: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'throughline-fuzz-'));
const server = new ServerProcess(resolve(values.server), await freePort(), {
  ...FUZZED.env,
  DATA_DIR: folder,
  ...(values.database === undefined ? {} : { DATABASE_URL: values.database }),
});
console.log(`seed ${values.seed}`);
await server.start();
const { faults, ...figures } = await fuzz(
  server,
  { ...FUZZED, seed: Number(values.seed), frames: Number(values.frames), connections: Number(values.connections) },
  (line) => console.log(line),
);
await server.terminate();
rmSync(folder, { recursive: true, force: true });
for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(JSON.stringify(figures, null, 1));
console.log(
  `${faults.length} faults. To replay: npm run fuzz -- --seed ${values.seed} --frames ${values.frames} --connections ${values.connections}`,
);
process.exit(faults.length > 0 ? 1 : 0);
