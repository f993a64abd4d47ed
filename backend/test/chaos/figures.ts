/** What was measured, by name; in milliseconds unless the name says otherwise behind a comma, like `heap, MB`. */
export class Figures {
  private readonly samples = new Map<string, number[]>();

  add(name: string, value: number): void {
    const list = this.samples.get(name);
    if (list) list.push(value);
    else this.samples.set(name, [value]);
  }

  count(name: string): number {
    return this.samples.get(name)?.length ?? 0;
  }

  /** @param share 0.5 = the median; NaN when nothing was measured */
  percentile(name: string, share: number): number {
    const sorted = (this.samples.get(name) ?? []).toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
  }

  /** One line each: name, p50, p99, max, count. */
  lines(): string[] {
    return [...this.samples].map(([name, samples]) => {
      const [middle, high, most] = [0.5, 0.99, 1].map((share) => Math.round(10 * this.percentile(name, share)) / 10);
      const unit = name.includes(', ') ? '' : ' ms';
      return `${name}: p50 ${middle}${unit}, p99 ${high}${unit}, max ${most}${unit} (${samples.length})`;
    });
  }
}
