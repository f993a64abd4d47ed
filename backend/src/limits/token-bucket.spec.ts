import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TokenBucket } from './token-bucket.js';

describe('a token bucket', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => void jest.restoreAllMocks());

  it('lets a burst through, then says when the next one may come', () => {
    const bucket = new TokenBucket(3, 60);
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
    expect(bucket.take()).toBe(1000);
    now += 2000;
    expect(bucket.take()).toBe(0);
  });

  it('never holds more than its burst', () => {
    const bucket = new TokenBucket(2, 60);
    now += 3_600_000;
    expect([bucket.take(), bucket.take()]).toEqual([0, 0]);
    expect(bucket.take()).toBeGreaterThan(0);
  });

  it('counts what it refused as debt, which time pays back', () => {
    const bucket = new TokenBucket(1, 60);
    bucket.take();
    bucket.take(5);
    expect(bucket.debt).toBe(5);
    now += 5000;
    expect(bucket.debt).toBe(0);
  });
});
