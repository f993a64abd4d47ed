import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** Newest change below a path, in ms; 0 = it does not exist. */
function changedAt(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const inside = readdirSync(path).filter((name) => name !== 'node_modules' && name !== 'dist');
  return Math.max(0, ...inside.map((name) => changedAt(join(path, name))));
}

/** Says what it does; what the tools say only where they fail. */
function build(script, what, output, sources) {
  const newest = Math.max(...sources.map((source) => changedAt(join(root, source))));
  if (changedAt(join(root, output)) > newest) return;
  console.log(`Building ${what} …`);
  const { status, stdout, stderr, error } = spawnSync('npm', ['run', '--silent', script], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: Infinity,
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n\`npm run ${script}\` failed.`);
  process.exit(status ?? 1);
}

/** Builds the server where it is missing or older than its sources. */
export function buildServer() {
  build('build:server', 'the server', 'dist/backend/src/main.js', ['backend/src', 'libs', 'package-lock.json']);
}

/** The server and the page. */
export function buildWhatIsMissing() {
  buildServer();
  build('build:page', 'the page, which takes longer', 'frontend/dist/index.html', [
    'frontend',
    'libs',
    'package-lock.json',
  ]);
}
