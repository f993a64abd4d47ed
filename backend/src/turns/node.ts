import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { identityOf, isRunning } from '../process-identity.js';
import { Hints } from './hints.js';
import { LeasesRepository } from './leases.repository.js';

/** This process among those that share the database: its incarnation and the lease that shows it lives. */
@Injectable()
export class Node implements OnModuleInit {
  /** New at every start; owner of the turns that run here. */
  readonly id = randomUUID();
  private readonly logger = new Logger(Node.name);
  private timer: NodeJS.Timeout | undefined;
  /** Since when each renewal worked, `performance.now()`; null = the last one failed. */
  private renewedSince: number | null = -Infinity;

  constructor(
    private readonly leases: LeasesRepository,
    private readonly hints: Hints,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Must have run before a turn is owned: without a lease it would be taken away. */
  async onModuleInit(): Promise<void> {
    await this.renew();
    await this.leases.endDead(this.id, (place) => this.isDead(place));
    this.timer = setInterval(() => void this.renewOrWarn(), this.renewalMs);
  }

  /** Ends the lease, so that what is left here is taken over at once. */
  async leave(): Promise<void> {
    clearInterval(this.timer);
    await this.leases.end(this.id);
  }

  /**
   * Whether leases can be trusted. When the database was away, all of them have run out: whoever lives gets the time to
   * renew its own before anybody is declared dead.
   */
  get isSteady(): boolean {
    return this.renewedSince !== null && performance.now() - this.renewedSince > 2 * this.renewalMs;
  }

  private get renewalMs(): number {
    return this.ttlMs / 4;
  }

  private get ttlMs(): number {
    return this.config.get('CHAT_LEASE_TTL_MS', { infer: true });
  }

  /**
   * Whether a lease that has not run out is nobody's any more, so that its turns can be taken over at once. With the embedded
   * database nobody else can be there; else its process must be one that can be seen from here.
   */
  private isDead(place: string): boolean {
    return this.config.get('DATABASE_URL', { infer: true }) === undefined || isRunning(place) === false;
  }

  private async renew(): Promise<void> {
    const others = await this.leases.renew(this.id, identityOf(process.pid)!, this.ttlMs);
    this.hints.meet(others > 0);
  }

  private async renewOrWarn(): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.renew();
      // So slow a database may have let the others' leases run out: as good as away.
      if (performance.now() - startedAt > this.ttlMs / 2) this.renewedSince = null;
      else this.renewedSince ??= performance.now();
    } catch (error) {
      this.renewedSince = null;
      // Nothing to mend here: writes of a process without a lease are refused one by one, and it tries again soon.
      this.logger.warn(`The lease could not be renewed: ${error instanceof Error ? error.message : 'unknown error'}`);
    }
  }
}
