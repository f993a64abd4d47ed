import { performance } from 'node:perf_hooks';

/** Runs its work when it is time, never twice at once. */
export class Lane {
  private timer: NodeJS.Timeout | undefined;
  /** When it runs next, `performance.now()`; infinite = nobody wants it. */
  private at = Infinity;
  private isRunning = false;
  private isClosed = false;

  /** @param work never rejects */
  constructor(private readonly work: () => Promise<void>) {}

  /**
   * Runs it once more: at this time or at an earlier one that was asked for, and not before it has come to its end.
   *
   * @param at `performance.now()`; what is past is at once, though not in this call
   */
  runAt(at: number): void {
    if (this.isClosed || at >= this.at) return;
    this.at = at;
    if (!this.isRunning) this.wait();
  }

  /** What runs comes to its end, nothing begins any more. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.run(), Math.max(0, Math.ceil(this.at - performance.now())));
  }

  private async run(): Promise<void> {
    this.at = Infinity;
    this.isRunning = true;
    await this.work();
    this.isRunning = false;
    if (this.at < Infinity && !this.isClosed) this.wait();
  }
}
