/** What one side puts in, the other takes out in order, waiting while there is nothing. */
export class PartQueue<Part> {
  private readonly parts: Part[] = [];
  private end: { error: unknown } | null = null;
  private wake: () => void = () => undefined;

  put(part: Part): void {
    this.parts.push(part);
    this.wake();
  }

  /** Nothing more comes: whoever takes gets this error, behind what is there. */
  fail(error: unknown): void {
    this.end ??= { error };
    this.wake();
  }

  /** The next part. One taker at a time. */
  async take(): Promise<Part> {
    while (this.parts.length === 0) {
      if (this.end) throw this.end.error;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.parts.shift()!;
  }
}
