// Writes docs/openapi.json, as the built server describes itself, and the page's types of it.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { typesOf } from './openapi-types.mjs';

const root = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'throughline-openapi-'));
const server = spawn(process.execPath, [join(root, 'dist/backend/src/main.js')], {
  cwd: folder,
  env: { PATH: process.env.PATH, DATA_DIR: folder, PORT: '0', LOG_FORMAT: 'json' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const document = await (await fetch(`${await addressOf(server)}/api/v1/openapi.json`)).json();
  await writeFile(join(root, 'docs/openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
  await writeFile(join(root, 'frontend/src/api/schema.ts'), await typesOf(document));
} finally {
  server.kill();
  await new Promise((resolve) => server.once('exit', resolve));
  await rm(folder, { recursive: true, force: true });
}

/** Where it listens, once it does. */
async function addressOf({ stdout }) {
  for await (const line of createInterface({ input: stdout })) {
    const ready = /ready at (http:\/\/[\w.:[\]]+)/.exec(line);
    if (ready) return ready[1];
  }
  throw new Error('The server ended before it was ready');
}
