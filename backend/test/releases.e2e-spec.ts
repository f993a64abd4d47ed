import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { until } from './until.js';

const SCRIPTS = resolve(import.meta.dirname, '../../scripts');

// Processes start here.
jest.setTimeout(60_000);

describe('a release in a folder of its own', () => {
  let folder: string;
  let cluster: ChildProcess;
  const output: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-releases-'));
    output.length = 0;
    for (const name of ['one', 'two']) makeRelease(name);
    pointTo('one');
    cluster = spawn(process.execPath, ['current/scripts/start-cluster.mjs', '2'], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: 'postgres://unused' },
    });
    createInterface({ input: cluster.stdout! }).on('line', (line) => output.push(line));
    await until('two processes serve', () => output.length === 2);
  });
  afterEach(async () => {
    cluster.kill('SIGTERM');
    await once(cluster, 'exit');
    rmSync(folder, { recursive: true });
  });

  /** The real scripts, around a server that says where it is. */
  function makeRelease(name: string) {
    const release = join(folder, 'releases', name);
    const put = (path: string, content: string) => {
      mkdirSync(dirname(join(release, path)), { recursive: true });
      writeFileSync(join(release, path), content);
    };
    cpSync(SCRIPTS, join(release, 'scripts'), { recursive: true });
    put('package.json', '{"type":"module","engines":{"node":">=22"}}');
    put('frontend/dist/index.html', '');
    put(
      'dist/backend/src/main.js',
      `import { createServer } from 'node:http';
       createServer().listen(0, '127.0.0.1', () => console.log(import.meta.dirname));
       process.once('SIGTERM', () => process.exit());`,
    );
  }

  function pointTo(name: string) {
    symlinkSync(`releases/${name}`, join(folder, 'next'));
    renameSync(join(folder, 'next'), join(folder, 'current'));
  }

  it('takes over at SIGHUP once `current` leads to it', async () => {
    expect(output).toEqual([expect.stringContaining('releases/one/'), expect.stringContaining('releases/one/')]);
    pointTo('two');
    cluster.kill('SIGHUP');
    await until('two more serve', () => output.length === 4);
    expect(output.slice(2)).toEqual([
      expect.stringContaining('releases/two/'),
      expect.stringContaining('releases/two/'),
    ]);
  });
});
