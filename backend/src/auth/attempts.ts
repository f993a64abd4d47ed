import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Request } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Config } from '../config/config.js';
import { clientAddress } from '../limits/client-address.js';
import { RateLimit } from '../limits/rate-limit.js';
import { AccountError } from './account-error.js';

const FAILURES = { points: 10, duration: 15 * 60 };

/** Slows down whoever guesses passwords or makes accounts or guests by the thousand. Counted by each process for itself. */
@Injectable()
export class Attempts {
  private readonly byAddress: RateLimit;
  private readonly guestsByAddress: RateLimit;
  private readonly failures = new RateLimiterMemory(FAILURES);

  constructor(private readonly config: ConfigService<Config, true>) {
    this.byAddress = new RateLimit(config.get('AUTH_MAX_ATTEMPTS_PER_MINUTE', { infer: true }));
    this.guestsByAddress = new RateLimit(config.get('AUTH_MAX_GUESTS_PER_MINUTE', { infer: true }));
  }

  /**
   * Counts an attempt to sign up or in.
   *
   * @throws AccountError `too-many-attempts`
   */
  async count(request: Request): Promise<void> {
    await this.take(this.byAddress, request);
  }

  /**
   * Counts a guest that is about to be made.
   *
   * @throws AccountError `too-many-attempts`
   */
  async countGuest(request: Request): Promise<void> {
    await this.take(this.guestsByAddress, request);
  }

  /**
   * Runs an attempt to prove who one is; only failures count.
   *
   * @param who e-mail or user id that is claimed
   * @throws AccountError `too-many-attempts` without an attempt
   */
  async guard<T>(who: string, attempt: () => Promise<T>): Promise<T> {
    const key = who.toLowerCase();
    try {
      // Taken before it is known how it ends: attempts that run at once must not pass together.
      await this.failures.consume(key);
    } catch (error) {
      if (error instanceof RateLimiterRes) throw new AccountError('too-many-attempts', error.msBeforeNext);
      throw error;
    }
    const result = await attempt();
    await this.failures.reward(key, 1);
    return result;
  }

  private async take(limit: RateLimit, request: Request): Promise<void> {
    const retryAfterMs = await limit.take(clientAddress(request, this.config.get('TRUST_PROXY', { infer: true })));
    if (retryAfterMs > 0) throw new AccountError('too-many-attempts', retryAfterMs);
  }
}
