import { readFileSync } from 'node:fs';

/** Kernel ticks a second in /proc; fixed on Linux. */
const TICKS_PER_SECOND = 100;

/** Processor time a process and all below it have used so far, in microseconds, those that ended meanwhile included. */
export function cpuMicrosOf(pid: number): number {
  return treeOf(pid).reduce((total, one) => total + cpuTicksOf(one), 0) * (1e6 / TICKS_PER_SECOND);
}

/** Memory a process and all below it hold now, in bytes. */
export function memoryBytesOf(pid: number): number {
  return treeOf(pid).reduce(
    (total, one) => total + Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${one}/status`))?.[1] ?? 0) * 1024,
    0,
  );
}

/** A process and all below it. */
export function treeOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(treeOf)];
}

/** The process that started this one; null = it is gone. */
export function parentOf(pid: number): number | null {
  return Number(statOf(pid)[1]) || null;
}

/** The short name of a program; empty = it is gone. */
export function programOf(pid: number): string {
  return read(`/proc/${pid}/comm`).trim();
}

/** User and system time of its own, and of its children that ended. */
function cpuTicksOf(pid: number): number {
  return statOf(pid)
    .slice(11, 15)
    .reduce((total, ticks) => total + Number(ticks), 0);
}

/** The fields of /proc/pid/stat behind the name in parentheses, which may hold spaces: state, parent, … */
function statOf(pid: number): string[] {
  return read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // It has ended.
  }
}
