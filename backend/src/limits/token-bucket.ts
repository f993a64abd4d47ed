/** Lets a burst through, then a steady rate. What is refused costs too, so whoever goes on gets ever deeper into debt. */
export class TokenBucket {
  private level: number;
  private filledAt = performance.now();

  /**
   * @param burst tokens of a full bucket; it starts full
   * @param perMinute tokens that come back
   */
  constructor(
    private readonly burst: number,
    private readonly perMinute: number,
  ) {
    this.level = burst;
  }

  /** Tokens taken beyond what was there; 0 = none. */
  get debt(): number {
    this.fill();
    return Math.max(0, -this.level);
  }

  /** Takes tokens. Returns 0, or the milliseconds after which the same may be asked again: it is refused now. */
  take(cost = 1): number {
    this.fill();
    this.level -= cost;
    return this.level >= 0 ? 0 : Math.ceil((-this.level / this.perMinute) * 60_000);
  }

  private fill(): void {
    const now = performance.now();
    this.level = Math.min(this.burst, this.level + ((now - this.filledAt) / 60_000) * this.perMinute);
    this.filledAt = now;
  }
}
