import { describe, expect, it } from '@jest/globals';
import type { Estimate } from '@app/chat-protocol';
import { meanDifference, meanOf, ratioOf, shareDifference, shareOf, type Sample } from './intervals.js';

const sampleOf = (numbers: number[]): Sample => ({
  count: numbers.length,
  sum: numbers.reduce((sum, number) => sum + number, 0),
  squares: numbers.reduce((sum, number) => sum + number ** 2, 0),
});

/** Lower and upper limit, rounded. */
const limits = ({ interval }: Estimate, digits: number) =>
  interval && [interval.lower, interval.upper].map((limit) => limit && Number(limit.toFixed(digits)));

/** Hours of sleep gained by two drugs: Student (1908); R's data set `sleep`. */
const SLEEP = [
  [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
].map(sampleOf);

describe('an interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of the share %d/%d is Newcombe’s (1998, table I, method 3)', (hits, of, lower, upper) => {
    expect(limits(shareOf({ hits, of }), 4)).toEqual([lower, upper]);
  });

  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('of the difference %d/%d − %d/%d is Newcombe’s (1998, table II, method 10)', (a, m, b, n, lower, upper) => {
    expect(limits(shareDifference({ hits: a, of: m }, { hits: b, of: n }), 4)).toEqual([lower, upper]);
  });

  it('of a ratio of shares is that of the aspirin study, 1.82 (1.43 to 2.30): Agresti, Categorical Data Analysis', () => {
    const ratio = ratioOf(shareOf({ hits: 189, of: 11_034 }), shareOf({ hits: 104, of: 11_037 }))!;
    expect(ratio.value).toBeCloseTo(1.82, 2);
    expect(limits(ratio, 1)).toEqual([1.4, 2.3]);
  });

  it('of a ratio at the edges is honest about few, and has no bound where the divisor may be 0', () => {
    const all = shareOf({ hits: 5, of: 5 });
    const none = shareOf({ hits: 0, of: 5 });
    expect(limits(ratioOf(all, all)!, 3)).toEqual([0.566, 1.768]);
    expect(ratioOf(all, none)).toBeNull();
    expect(ratioOf(none, all)).toMatchObject({ value: 0, interval: { lower: 0 } });
    expect(ratioOf(all, { value: 1, interval: { lower: 0, upper: 2 } })!.interval!.upper).toBeNull();
  });

  it('of a difference of means is Welch’s, as R’s t.test(extra ~ group, sleep) tells it', () => {
    const [one, two] = SLEEP;
    const difference = meanDifference(one, two);
    expect(difference.value).toBeCloseTo(-1.58, 10);
    expect(limits(difference, 4)).toEqual([-3.3655, 0.2055]);
  });

  it('of a mean is Student’s, as R’s t.test(extra) of one group tells it', () => {
    expect(limits(meanOf(SLEEP[1]), 4)).toEqual([0.8977, 3.7623]);
  });

  it('of means is not told of fewer than six, nor where all are the same', () => {
    const few = sampleOf([1, 2, 3, 4, 5]);
    const same = sampleOf([4, 4, 4, 4, 4, 4, 4]);
    expect([meanOf(few).interval, meanOf(same).interval]).toEqual([null, null]);
    expect(meanDifference(few, SLEEP[0]).interval).toBeNull();
    expect(meanDifference(same, same).interval).toBeNull();
    expect(meanDifference(SLEEP[0], sampleOf([5])).interval).toBeNull();
  });
});
