import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Watchdog } from './watchdog.js';

describe('Watchdog', () => {
  const bite = jest.fn();
  let watchdog: Watchdog;
  beforeEach(() => {
    jest.useFakeTimers();
    bite.mockClear();
    watchdog = new Watchdog(bite);
  });
  afterEach(() => {
    watchdog.stop();
    jest.useRealTimers();
  });

  const expectIn = (ms: number) => watchdog.expectBy(performance.now() + ms);

  it('bites when nothing has moved it', () => {
    expectIn(100);
    jest.advanceTimersByTime(99);
    expect(bite).not.toHaveBeenCalled();
    jest.advanceTimersByTime(2);
    expect(bite).toHaveBeenCalledTimes(1);
  });

  it('is put off by each move, and called forward by an earlier one', () => {
    for (let move = 0; move < 10; move += 1) {
      expectIn(100);
      jest.advanceTimersByTime(60);
    }
    expect(bite).not.toHaveBeenCalled();
    expectIn(10);
    jest.advanceTimersByTime(11);
    expect(bite).toHaveBeenCalledTimes(1);
  });

  it('sleeps while nothing is expected, and wakes when something is', () => {
    expectIn(100);
    watchdog.expectBy(Infinity);
    jest.advanceTimersByTime(1000);
    expect(bite).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
    expectIn(100);
    jest.advanceTimersByTime(101);
    expect(bite).toHaveBeenCalledTimes(1);
  });

  it('leaves no timer behind', () => {
    expectIn(100);
    watchdog.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});
