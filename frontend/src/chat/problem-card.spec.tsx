import { jest } from '@jest/globals';
import { act, render, screen } from '@testing-library/react';
import { ProblemCard, RetryButton } from './problem-card';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function show(retryAt: number | null) {
  const onRetry = jest.fn<() => void>();
  render(<ProblemCard text="Too many requests." action={<RetryButton retryAt={retryAt} onClick={onRetry} />} />);
  return onRetry;
}

it('counts down to the moment when the server will take it, and may be pressed then', () => {
  const onRetry = show(Date.now() + 12_000);
  const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Try again in 12 s' });
  button.click();
  expect(onRetry).not.toHaveBeenCalled();
  act(() => jest.advanceTimersByTime(9_000));
  expect(button.textContent).toBe('Try again in 3 s');
  act(() => jest.advanceTimersByTime(3_000));
  expect(button.textContent).toBe('Try again');
  button.click();
  expect(onRetry).toHaveBeenCalledTimes(1);
});

it.each([
  [5 * 60_000, 'Try again in 5 min'],
  [7 * 3_600_000, 'Try again in 7 h'],
  [9 * 24 * 3_600_000, 'Try again in 9 days'],
])('says %i ms as "%s"', (ms, label) => {
  show(Date.now() + ms);
  expect(screen.getByRole('button').textContent).toBe(label);
});

it('reads out the sentence, not the seconds', () => {
  show(Date.now() + 12_000);
  expect(screen.getByRole('alert').textContent).toBe('Too many requests.');
});

it('may be pressed at once where there is no advice', () => {
  show(null).mockClear();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Try again' }).disabled).toBe(false);
});
