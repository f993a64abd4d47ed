import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a condition to hold, and to go on holding: it is asked every few milliseconds, or, on a busy machine, far more
 * rarely. Fails after `timeoutMs`, before Jest would, with what was waited for.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = 25_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Timed out waiting until ${what}`);
    await setImmediate();
    await sleep(5);
  }
}
