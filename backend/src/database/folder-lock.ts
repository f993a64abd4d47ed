import { constants, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that takes the lock makes the file first and writes its name into it then: so long it has for that. */
const EMPTY_MS = 1_000;
const POLL_MS = 20;

/** Another living process holds the folder. */
export class FolderLockedError extends Error {
  override name = 'FolderLockedError';
}

/**
 * Takes a folder for this process alone; two engines on one folder destroy the database in it. The lock of a process
 * that died is taken over.
 *
 * @returns releases the lock
 * @throws FolderLockedError
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'throughline.lock');
  const mine = identify(process.pid)!;
  for (;;) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (holder === null) continue;
    const pid = Number.parseInt(holder, 10);
    if (Number.isInteger(pid) && pid > 0 && identify(pid) === holder) {
      throw new FolderLockedError(
        `The folder ${folder} is in use by process ${pid}. Stop it, or set DATA_DIR to another folder, or set DATABASE_URL to run several processes.`,
      );
    }
    takeAway(file, holder);
  }
}

/** Null = the lock has been given back. */
function readHolder(file: string): string | null {
  for (const end = Date.now() + EMPTY_MS; ; sleep(POLL_MS)) {
    const holder = unlessMissing(() => readFileSync(file, 'utf8'));
    if (holder !== '' || Date.now() > end) return holder;
  }
}

/** Removes a dead process's lock, and no other's: of several that found it dead, the first may hold a new one by now. */
function takeAway(file: string, holder: string): void {
  const aside = `${file}.${process.pid}`;
  if (unlessMissing(() => renameSync(file, aside)) === null) return;
  try {
    if (readFileSync(aside, 'utf8') !== holder) copyFileSync(aside, file, constants.COPYFILE_EXCL);
  } finally {
    rmSync(aside);
  }
}

/** Null = there is no such file. */
function unlessMissing<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** `pid start-time`: a number the system gave to a later process does not look like the holder. Null = not running. */
function identify(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22, counted behind the process name, which may hold spaces.
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return String(pid); // No /proc on this system: the number alone has to do.
  }
}
