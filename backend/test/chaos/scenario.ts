import type { Rig } from './rig.js';

/** One family of faults, and the promises it decides about. */
export interface Scenario {
  name: string;
  /** What it does, in a few words. */
  title: string;
  /** Ids of promises.md. */
  promises: string[];
  /** What is counted … */
  unit: string;
  /** … and how many of it promises.md asks for. */
  fullSize: number;
  /** Default 3. */
  servers?: number;
  /** Settings of the servers that differ from the defaults. */
  env?: Record<string, string>;
  /** How wrong the clock of each server is, in milliseconds. Default: right. */
  clockShiftsMs?: readonly number[];
  /** Whether it breaks the way to the database. Default false. */
  hasDatabaseLinks?: boolean;
  /** Too long for every day: only with `--full`, or by name. Default false. */
  isFullOnly?: boolean;
  /** One rig for all of it, because it watches what grows over time. Default: a new one every few minutes. */
  isOnePiece?: boolean;
  /** With `--full`, whether it goes on behind its size until its minutes are over. Default false. */
  isSoak?: boolean;
  /** How long to wait for the last readers, in milliseconds. Default 60000. */
  patienceMs?: number;
  /**
   * One round. Called until the size is reached or the time is up; must leave the rig as it found it, but for readers.
   *
   * @param left how much is left to do
   * @returns how much it did
   */
  round(rig: Rig, left: number): Promise<number>;
  /** Looks at the figures when all is over; reports what breaks a bar. */
  judge?(rig: Rig): void;
}
