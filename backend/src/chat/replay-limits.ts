import { ChatError } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { RateLimit } from '../limits/rate-limit.js';
import { TokenBucket } from '../limits/token-bucket.js';
import type { Connection } from './connection.js';

/** Most requests one socket follows at once, and how many it may repeat at once: all of them, behind a broken link. */
export const MAX_FOLLOWS = 100;

/** How often, and how much, what was said before is said again: a small frame asks for a large answer. */
@Injectable()
export class ReplayLimits {
  private readonly perMinute: number;
  private readonly attaches = new WeakMap<Connection, TokenBucket>();
  private readonly bytes: RateLimit;

  constructor(config: ConfigService<Config, true>) {
    this.perMinute = config.get('CHAT_RESUMES_PER_MINUTE', { infer: true });
    this.bytes = new RateLimit(config.get('CHAT_REPLAY_BYTES_PER_MINUTE', { infer: true }));
  }

  /** Counts a request that follows an answer again. Throws ChatError `too-many-requests`. */
  attach(connection: Connection): void {
    const bucket = this.attaches.get(connection) ?? new TokenBucket(MAX_FOLLOWS, this.perMinute);
    this.attaches.set(connection, bucket);
    const retryAfterMs = bucket.take();
    if (retryAfterMs > 0) throw new ChatError('too-many-requests', { retryAfterMs });
  }

  /** Counts bytes that are about to be sent to a user again. Throws ChatError `too-many-requests`. */
  replay(userId: string, bytes: number): Promise<void> {
    return this.bytes.spend(userId, bytes);
  }
}
