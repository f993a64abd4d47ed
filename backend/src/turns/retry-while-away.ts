import { setTimeout as sleep } from 'node:timers/promises';
import { ChatError } from '@app/chat-protocol';
import { QueryFailedError } from 'typeorm';
import { outage } from './outage.js';

/** SQLSTATE classes that say the statement itself is wrong: repeating it cannot help. */
const PERMANENT_CLASSES = new Set(['21', '22', '23', '42', '44']);

/** What only a mistake in our code throws, and would throw again. */
const FAULTS = [TypeError, ReferenceError, RangeError, SyntaxError, ChatError];

/**
 * Whether repeating cannot help: the database refused what was written, rather than being unreachable or busy, or never
 * got it.
 */
export function isPermanent(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return FAULTS.some((kind) => error instanceof kind);
  const code: unknown = error.driverError.code;
  return typeof code === 'string' && PERMANENT_CLASSES.has(code.slice(0, 2));
}

/**
 * Repeats `work` while the database is away: 100 ms, 200 ms … 2 s apart, for as long as it takes. Only for work that may
 * be done twice. The log has a line when the first of this process begins to wait, and one when none waits any more.
 *
 * @param isWanted asked before each repetition; false = give up
 * @throws the last error when it is permanent or the work is not wanted any more
 */
export async function retryWhileAway<T>(work: () => Promise<T>, isWanted: () => boolean): Promise<T> {
  let hasFailed = false;
  try {
    for (let delayMs = 100; ; delayMs = Math.min(delayMs * 2, 2000)) {
      try {
        return await work();
      } catch (error) {
        if (isPermanent(error) || !isWanted()) throw error;
        if (!hasFailed) outage.enter(error);
        hasFailed = true;
      }
      await sleep(delayMs);
    }
  } finally {
    if (hasFailed) outage.leave();
  }
}
