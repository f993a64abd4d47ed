import { ChatError } from '@app/chat-protocol';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

/** So much a minute for each key, in this process. A key's minute begins with its first use. */
export class RateLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  }

  /** Takes from the key's share. Returns 0, or the milliseconds until its next minute: nothing is left. */
  async take(key: string, cost = 1): Promise<number> {
    try {
      await this.limiter.consume(key, cost);
      return 0;
    } catch (refusal) {
      return Math.max(1, (refusal as RateLimiterRes).msBeforeNext);
    }
  }

  /** @throws ChatError `too-many-requests` */
  async spend(key: string, cost = 1): Promise<void> {
    const retryAfterMs = await this.take(key, cost);
    if (retryAfterMs > 0) throw new ChatError('too-many-requests', { retryAfterMs });
  }
}
