import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FolderLockedError, lockFolder } from './folder-lock.js';

const hasProc = existsSync('/proc/self/stat');

/** As the lock writes it: pid and, where the system tells it, start time. */
function identityOf(pid: number): string {
  if (!hasProc) return String(pid);
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
}

describe('lockFolder', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'throughline-lock-')), 'data');
    file = join(folder, 'throughline.lock');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

  /** Leaves a lock as another process would have. */
  function leave(content: string): void {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, content);
  }

  /** Takes the folder for a moment; returns whose lock it was. */
  function take(): string {
    const unlock = lockFolder(folder);
    const holder = readFileSync(file, 'utf8');
    unlock();
    return holder;
  }

  it('makes the folder, takes it, and gives it back', () => {
    const unlock = lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(identityOf(process.pid));
    unlock();
    expect(existsSync(file)).toBe(false);
    lockFolder(folder)();
    unlock();
  });

  /** Arguments of a process that does this with `lockFolder`. */
  function flagsFor(script: string): string[] {
    const source = JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'));
    const code = `import { lockFolder } from ${source}; ${script}`;
    return ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', code];
  }

  it('is refused while another process lives that holds it, and had once that died', async () => {
    const holder = spawn(process.execPath, ['-e', 'process.stdin.resume(); process.stdout.write("up")']);
    await once(holder.stdout, 'data');
    leave(identityOf(holder.pid!));
    expect(() => lockFolder(folder)).toThrow(FolderLockedError);
    expect(() => lockFolder(folder)).toThrow(`in use by process ${holder.pid}`);
    expect(readFileSync(file, 'utf8')).toBe(identityOf(holder.pid!));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const unlock = lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(identityOf(process.pid));
    unlock();
  });

  it('refuses a second process while this one holds it', () => {
    const unlock = lockFolder(folder);
    const flags = flagsFor(`lockFolder(${JSON.stringify(folder)});`);
    const second = spawnSync(process.execPath, flags, { encoding: 'utf8' });
    expect(second.stderr).toContain(`FolderLockedError: The folder ${folder} is in use by process ${process.pid}`);
    unlock();
    expect(spawnSync(process.execPath, flags, { encoding: 'utf8' }).status).toBe(0);
  });

  it('takes over from a process that is dead', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    leave(`${pid} 12345`);
    expect(take()).toBe(identityOf(process.pid));
  });

  it('is taken by one alone of two that find it dead at once', async () => {
    const folders = Array.from({ length: 200 }, (_, index) => `${folder}-${index}`);
    for (const each of folders) {
      mkdirSync(each);
      writeFileSync(join(each, 'throughline.lock'), '99999999 5');
    }
    const startAt = Date.now() + 1_000;
    // Both spin until the same moment, folder by folder, and say which they got.
    const script = `const got = [];
      ${JSON.stringify(folders)}.forEach((each, index) => {
        while (Date.now() < ${startAt} + index * 4);
        try { lockFolder(each); got.push(index); } catch {}
      });
      process.stdout.write(JSON.stringify(got));`;
    const rivals = [0, 1].map(() => promisify(execFile)(process.execPath, flagsFor(script)));
    const got = (await Promise.all(rivals)).flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
    expect(got.toSorted((a, b) => a - b)).toEqual(folders.map((_, index) => index));
  });

  it('takes over when its holder’s number belongs to a later process now', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume(); process.stdout.write("up")']);
    await once(other.stdout, 'data');
    leave(`${other.pid} 1`);
    expect(take()).toBe(identityOf(process.pid));
    leave(`${process.pid} 1`);
    expect(take()).toBe(identityOf(process.pid));
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  it.each(['', '\n', 'nonsense', '-1 5', '99999999999 5'])('takes over from a lock that says %j', (content) => {
    leave(content);
    expect(take()).toBe(identityOf(process.pid));
  });

  it('reports what else is wrong with the folder', () => {
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file');
    expect(() => lockFolder(folder)).toThrow('EEXIST');
  });

  it('is refused to the process that holds it already', () => {
    lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(FolderLockedError);
  });
});
