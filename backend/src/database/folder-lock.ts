import {
  constants,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimes,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning } from '../process-identity.js';

/** A process that takes the lock makes the file first and writes its name into it then: so long it has for that. */
const EMPTY_MS = 1_000;
const POLL_MS = 20;
/** A holder shows that it lives, for those who cannot see its process: of another container or machine. */
const TOUCH_MS = 2_000;
/** Without a sign for so long it is dead. Its database may keep it busy for seconds. */
const SILENT_MS = 20_000;
/** A lock as old as this by the clock has no holder; clocks of two machines do not differ by so much. */
const FORGOTTEN_MS = 120_000;

/** Another living process holds the folder. */
export class FolderLockedError extends Error {
  override name = 'FolderLockedError';
}

/**
 * Takes a folder for this process alone; two engines on one folder destroy the database in it. The lock of a process
 * that died is taken over: at once where that can be seen, after 20 s where it was of another container or machine.
 *
 * @returns releases the lock
 * @throws FolderLockedError
 */
export async function lockFolder(folder: string): Promise<() => void> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'throughline.lock');
  for (;;) {
    try {
      writeFileSync(file, identityOf(process.pid)!, { flag: 'wx' });
      return hold(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readHolder(file);
    if (holder === null) continue;
    const isSeen = isRunning(holder);
    if (isSeen ?? (await isTouched(file))) {
      const who = `process ${Number.parseInt(holder, 10)}${isSeen === null ? ' of another container or machine' : ''}`;
      throw new FolderLockedError(
        `The folder ${folder} is in use by ${who}. Stop it, or set DATA_DIR to another folder, or set DATABASE_URL to run several processes.`,
      );
    }
    takeAway(file, holder);
  }
}

function hold(file: string): () => void {
  const touching = setInterval(() => {
    const now = new Date();
    utimes(file, now, now, () => {}); // where it fails, only others of elsewhere are told less
  }, TOUCH_MS).unref();
  return () => {
    clearInterval(touching);
    rmSync(file, { force: true });
  };
}

/** Null = the lock has been given back. */
async function readHolder(file: string): Promise<string | null> {
  for (const end = Date.now() + EMPTY_MS; ; await sleep(POLL_MS)) {
    const holder = unlessMissing(() => readFileSync(file, 'utf8'));
    if (holder !== '' || Date.now() > end) return holder;
  }
}

/** Whether the holder shows that it lives, by now or within 20 s. */
async function isTouched(file: string): Promise<boolean> {
  const timeOf = () => unlessMissing(() => statSync(file).mtimeMs);
  const first = timeOf();
  if (first === null || Date.now() - first > FORGOTTEN_MS) return false;
  for (const end = Date.now() + SILENT_MS; Date.now() < end; await sleep(POLL_MS)) {
    const time = timeOf();
    if (time !== first) return time !== null;
  }
  return false;
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
