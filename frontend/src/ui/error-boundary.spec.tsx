import { describe, expect, it, jest } from '@jest/globals';
import { render, screen } from '@testing-library/react';
import { ErrorBoundary } from './error-boundary';

function Broken(): never {
  throw new Error('cannot render');
}

describe('ErrorBoundary', () => {
  it('shows the fallback for what cannot be shown, and leaves the rest', () => {
    const complain = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    render(
      <>
        <ErrorBoundary fallback="instead">
          <Broken />
        </ErrorBoundary>
        <p>beside it</p>
      </>,
    );
    complain.mockRestore();
    expect(screen.getByText('instead')).toBeTruthy();
    expect(screen.getByText('beside it')).toBeTruthy();
  });
});
