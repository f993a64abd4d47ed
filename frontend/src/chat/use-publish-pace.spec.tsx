import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { renderHook } from '@testing-library/react';
import { PACE_MS, usePublishPace } from './use-publish-pace';

/** What one rendering takes, in milliseconds. */
let takes: number;

afterEach(() => {
  jest.restoreAllMocks();
});

function render(isStreaming: boolean) {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
  let pace = PACE_MS;
  const setPace = (ms: number) => (pace = ms);
  const { rerender } = renderHook(
    (isOn: boolean) => {
      usePublishPace(isOn, setPace);
      now += takes;
    },
    { initialProps: isStreaming },
  );
  return (times: number) => {
    for (let count = 0; count < times; count += 1) rerender(isStreaming);
    return pace;
  };
}

describe('usePublishPace', () => {
  it('publishes less often while renderings are slow, and as before when they are fast again', () => {
    takes = 3;
    const afterMore = render(true);
    expect(afterMore(100)).toBe(100);
    takes = 14;
    expect(afterMore(5)).toBe(100);
    expect(afterMore(60)).toBe(200);
    takes = 7;
    expect(afterMore(100)).toBe(200);
    takes = 3;
    expect(afterMore(100)).toBe(100);
  });

  it('does not look at renderings without an answer', () => {
    takes = 50;
    expect(render(false)(100)).toBe(100);
  });
});
