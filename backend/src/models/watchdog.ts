/** A timer that is moved with every chunk and hardly ever fires: moving it costs an assignment. */
export class Watchdog {
  private dueAt = Infinity;
  private timer: NodeJS.Timeout | undefined;
  private firesAt = Infinity;

  /** @param bite called once the time named last has passed */
  constructor(private readonly bite: () => void) {}

  /** Bites at this time, `performance.now()`, unless told otherwise before; Infinity = not at all. */
  expectBy(dueAt: number): void {
    this.dueAt = dueAt;
    if (dueAt < this.firesAt) this.arm();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.dueAt = this.firesAt = Infinity;
  }

  private arm(): void {
    clearTimeout(this.timer);
    this.firesAt = this.dueAt;
    this.timer = setTimeout(() => this.check(), Math.max(0, this.dueAt - performance.now()));
  }

  private check(): void {
    this.firesAt = Infinity;
    if (performance.now() >= this.dueAt) this.bite();
    else if (this.dueAt !== Infinity) this.arm();
  }
}
