import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
    const pid = Number.parseInt(holder, 10);
    if (Number.isInteger(pid) && pid > 0 && identify(pid) === holder) {
      throw new FolderLockedError(
        `The folder ${folder} is in use by process ${pid}. Stop it, or set DATA_DIR to another folder, or set DATABASE_URL to run several processes.`,
      );
    }
    rmSync(file, { force: true });
  }
}

/** Empty = it has just been given back. */
function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
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
