import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** This machine since it was started, and the container on it: only there does a process number mean anything. */
const PLACE = `${read(() => readlinkSync('/proc/self/ns/pid')) ?? ''}@${
  read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()) ?? hostname()
}`;

/** `pid start-time place`: a number that the system gave to a later process is another identity. Null = not running. */
export function identityOf(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return null;
  }
  // Field 22, counted behind the process name, which may hold spaces. No /proc on this system: the number has to do.
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return `${pid} ${stat === null ? '' : stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]} ${PLACE}`;
}

/** Whether the process of an identity still runs; null = it is of another place, and nobody here can tell. */
export function isRunning(identity: string): boolean | null {
  const [pid, start, place = PLACE] = identity.split(' ');
  if (!/^[1-9]\d{0,9}$/.test(pid)) return false;
  return place === PLACE ? identityOf(Number(pid)) === `${pid} ${start} ${place}` : null;
}

/** Null = there is no such file here. */
function read(file: () => string): string | null {
  try {
    return file();
  } catch {
    return null;
  }
}
