import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DataSource } from 'typeorm';
import type { Config } from '../config/config.js';
import { AccountRemoval } from './account-removal.js';

const INTERVAL_MS = 60 * 60_000;
/** Guests dropped in one round; what is left waits an hour. */
const MOST_GUESTS = 1000;

/** Drops what has run out: sessions, unfinished single sign-ons, and guests whom nobody can be any more. */
@Injectable()
export class Expiry implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Expiry.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly removal: AccountRemoval,
    private readonly config: ConfigService<Config, true>,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.run(), INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Never rejects. A guest without a session is kept for as long as a session lasts, and then goes with everything. */
  async run(): Promise<void> {
    try {
      await this.dataSource.query(`DELETE FROM sessions WHERE expires_at < now()`);
      await this.dataSource.query(`DELETE FROM verifications WHERE expires_at < now()`);
      for (const { id } of await this.listLostGuests()) await this.removal.remove(id);
    } catch (error) {
      // What has run out only takes room; the next round drops it.
      this.logger.warn(`Expiry failed: ${error instanceof Error ? error.message : 'unknown error'}`);
    }
  }

  private listLostGuests(): Promise<{ id: string }[]> {
    return this.dataSource.query(
      `SELECT id FROM users u WHERE u.is_guest AND u.created_at < now() - $1 * interval '1 day'
       AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id) LIMIT ${MOST_GUESTS}`,
      [this.config.get('AUTH_SESSION_DAYS', { infer: true })],
    );
  }
}
