import { backoffDelayMs } from './backoff.js';

test.each([
  [0, 0, 0],
  [0, 0.5, 125],
  [0, 1, 250],
  [1, 1, 500],
  [2, 1, 1_000],
  [5, 1, 8_000],
  [6, 1, 10_000],
  [6, 0.25, 2_500],
  [6, 0, 0],
  [100_000, 1, 10_000],
])('after %i failures and at %d of the range it waits %d ms', (failures, random, delayMs) => {
  expect(backoffDelayMs(failures, 250, 10_000, random)).toBe(delayMs);
});
