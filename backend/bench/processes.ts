import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Kernel ticks a second in /proc; fixed on Linux. */
const TICKS_PER_SECOND = 100;

/** Processor time a process has used so far, in microseconds; 0 = it is gone. */
export function cpuMicrosOf(pid: number): number {
  // The name in parentheses may hold spaces; user and system time are the 14th and 15th field.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS_PER_SECOND || 0;
}

/** Memory a process holds now, in bytes; 0 = it is gone. */
export function memoryBytesOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

export function childrenOf(pid: number): number[] {
  return read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
}

/** Processor time of every process of a name, in microseconds: what a shared server did for us and for others. */
export function cpuMicrosOfName(name: string): number {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && read(`/proc/${entry}/comm`).trim() === name)
    .reduce((total, entry) => total + cpuMicrosOf(Number(entry)), 0);
}

function read(path: string): string {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    return ''; // It ended between the two.
  }
}
