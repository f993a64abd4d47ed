import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '../../test/until.js';
import { identityOf } from '../process-identity.js';
import { FolderLockedError, lockFolder } from './folder-lock.js';

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
  async function take(): Promise<string> {
    const unlock = await lockFolder(folder);
    const holder = readFileSync(file, 'utf8');
    unlock();
    return holder;
  }

  it('makes the folder, takes it, and gives it back', async () => {
    const unlock = await lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(identityOf(process.pid));
    unlock();
    expect(existsSync(file)).toBe(false);
    (await lockFolder(folder))();
    unlock();
  });

  /** Arguments of a process that does this with `lockFolder`. */
  function flagsFor(script: string): string[] {
    const source = JSON.stringify(join(import.meta.dirname, 'folder-lock.ts'));
    const code = `import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => next(name.replace(/^(\\..*)\\.js$/, '$1.ts'), context) });
      const { lockFolder } = await import(${source});
      ${script}`;
    return ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', code];
  }

  it('is refused while another process lives that holds it, and had once that died', async () => {
    const holder = spawn(process.execPath, ['-e', 'process.stdin.resume(); process.stdout.write("up")']);
    await once(holder.stdout, 'data');
    leave(identityOf(holder.pid!)!);
    await expect(lockFolder(folder)).rejects.toThrow(FolderLockedError);
    await expect(lockFolder(folder)).rejects.toThrow(`in use by process ${holder.pid}`);
    expect(readFileSync(file, 'utf8')).toBe(identityOf(holder.pid!));
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const unlock = await lockFolder(folder);
    expect(readFileSync(file, 'utf8')).toBe(identityOf(process.pid));
    unlock();
  });

  it('refuses a second process while this one holds it', async () => {
    const unlock = await lockFolder(folder);
    const flags = flagsFor(`await lockFolder(${JSON.stringify(folder)});`);
    const second = spawnSync(process.execPath, flags, { encoding: 'utf8' });
    expect(second.stderr).toContain(`FolderLockedError: The folder ${folder} is in use by process ${process.pid}`);
    unlock();
    expect(spawnSync(process.execPath, flags, { encoding: 'utf8' }).status).toBe(0);
  });

  it('takes over from a process that is dead', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    leave(`${pid} 12345`);
    expect(await take()).toBe(identityOf(process.pid));
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
      for (const [index, each] of ${JSON.stringify(folders)}.entries()) {
        while (Date.now() < ${startAt} + index * 4);
        await lockFolder(each).then(() => got.push(index), () => {});
      }
      process.stdout.write(JSON.stringify(got));`;
    const rivals = [0, 1].map(() => promisify(execFile)(process.execPath, flagsFor(script)));
    const got = (await Promise.all(rivals)).flatMap(({ stdout }) => JSON.parse(stdout) as number[]);
    expect(got.toSorted((a, b) => a - b)).toEqual(folders.map((_, index) => index));
  });

  it('takes over when its holder’s number belongs to a later process now', async () => {
    const other = spawn(process.execPath, ['-e', 'process.stdin.resume(); process.stdout.write("up")']);
    await once(other.stdout, 'data');
    leave(`${other.pid} 1`);
    expect(await take()).toBe(identityOf(process.pid));
    leave(`${process.pid} 1`);
    expect(await take()).toBe(identityOf(process.pid));
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  describe('held from another container or machine', () => {
    const elsewhere = '1 5 pid:[1]@another-boot';
    const age = (ms: number) => utimesSync(file, new Date(), new Date(Date.now() - ms));

    it('is refused while its holder shows that it lives', async () => {
      leave(elsewhere);
      const touching = setInterval(() => age(0), 500);
      await expect(lockFolder(folder)).rejects.toThrow('in use by process 1 of another container or machine');
      clearInterval(touching);
    });

    it('is taken over once its holder is silent for 20 s', async () => {
      leave(elsewhere);
      const start = Date.now();
      expect(await take()).toBe(identityOf(process.pid));
      expect(Date.now() - start).toBeGreaterThan(19_000);
    });

    it('is taken over at once when nobody has held it for minutes', async () => {
      leave(elsewhere);
      age(300_000);
      const start = Date.now();
      expect(await take()).toBe(identityOf(process.pid));
      expect(Date.now() - start).toBeLessThan(10_000);
    });

    it('shows that it lives', async () => {
      const unlock = await lockFolder(folder);
      age(60_000);
      await until('it is touched', () => Date.now() - statSync(file).mtimeMs < 10_000);
      expect(readFileSync(file, 'utf8')).toBe(identityOf(process.pid));
      unlock();
    });
  });

  it.each(['', '\n', 'nonsense', '-1 5', '99999999999 5'])('takes over from a lock that says %j', async (content) => {
    leave(content);
    expect(await take()).toBe(identityOf(process.pid));
  });

  it('reports what else is wrong with the folder', async () => {
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file');
    await expect(lockFolder(folder)).rejects.toThrow('EEXIST');
  });

  it('is refused to the process that holds it already', async () => {
    await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(FolderLockedError);
  });
});
