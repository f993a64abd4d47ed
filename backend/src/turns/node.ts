import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
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
    await this.leases.endPredecessors(this.id, this.place);
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
   * Where this process stands: nobody else can be there while it lives. With the embedded database that is the database
   * itself; a process on any free port has a place of its own.
   */
  private get place(): string {
    if (this.config.get('DATABASE_URL', { infer: true }) === undefined) return 'embedded';
    const port = this.config.get('PORT', { infer: true });
    return port === 0 ? this.id : `${hostname()}:${port}:${process.env.THROUGHLINE_WORKER ?? '0'}`;
  }

  private async renew(): Promise<void> {
    const others = await this.leases.renew(this.id, this.place, this.ttlMs);
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
