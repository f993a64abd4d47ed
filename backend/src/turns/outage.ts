import { Logger } from '@nestjs/common';

/** All that waits for the database in this process: hundreds of turns meet the same outage, and it is told once. */
class Outage {
  private readonly logger = new Logger('Database');
  private waiting = 0;
  /** `performance.now()` */
  private since = 0;

  /** One more begins to wait. @param error what the database did */
  enter(error: unknown): void {
    this.waiting += 1;
    if (this.waiting > 1) return;
    this.since = performance.now();
    const why = error instanceof Error ? error.message : 'unknown error';
    this.logger.warn(`The database is away or busy, and is asked again until it answers: ${why}`);
  }

  /** One of them waits no more. */
  leave(): void {
    this.waiting -= 1;
    if (this.waiting > 0) return;
    const seconds = ((performance.now() - this.since) / 1000).toFixed(1);
    this.logger.warn(`Nothing waits for the database any more, after ${seconds} s`);
  }
}

/** The one of this process. */
export const outage = new Outage();
