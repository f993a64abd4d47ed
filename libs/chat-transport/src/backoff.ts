/**
 * Full jitter: anywhere between 0 and a ceiling that doubles with each failure.
 *
 * @param failures dials in a row that led to nothing
 * @param random 0 ≤ random < 1
 * @returns milliseconds to wait before the next dial
 */
export function backoffDelayMs(failures: number, baseMs: number, capMs: number, random: number): number {
  return random * Math.min(capMs, baseMs * 2 ** failures);
}
