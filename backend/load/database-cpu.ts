import { readdirSync, readFileSync } from 'node:fs';
import { cpuMicrosOf } from '../bench/processes.js';

/** Processor time of each PostgreSQL process of this machine so far, in microseconds, by its id. */
export function databaseCpu(): Map<string, number> {
  const all = new Map<string, number>();
  for (const pid of readdirSync('/proc')) {
    if (isPostgres(pid)) all.set(pid, cpuMicrosOf(Number(pid)));
  }
  return all;
}

/** What they used in between, in microseconds. What a process used that is gone by now is not known. */
export function databaseCpuBetween(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  return [...after].reduce((total, [pid, micros]) => total + Math.max(0, micros - (before.get(pid) ?? 0)), 0);
}

function isPostgres(pid: string): boolean {
  try {
    return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false; // It ended meanwhile.
  }
}
