/** Numbers of one kind, and what they say together. */
export class Figures {
  private readonly values: number[] = [];

  add(value: number): void {
    this.values.push(value);
  }

  get count(): number {
    return this.values.length;
  }

  /** @param share 0.5 = the median, 1 = the most; null when there is none */
  percentile(share: number): number | null {
    const sorted = this.values.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
  }
}
