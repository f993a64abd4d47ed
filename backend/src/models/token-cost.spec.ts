import { tokenCost } from './token-cost.js';

const PRICE = { input: 0.25, output: 2 };

describe('tokenCost', () => {
  it('is told in dollars', () => {
    expect(tokenCost({ inputTokens: 2_000_000, outputTokens: 500_000 }, PRICE)).toBe(1.5);
  });

  it('is unknown without a price, and without a count', () => {
    expect(tokenCost({ inputTokens: 1, outputTokens: 1 }, undefined)).toBeNull();
    expect(tokenCost({ inputTokens: 1 }, PRICE)).toBeNull();
  });
});
