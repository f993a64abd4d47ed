import { ChatError } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { EntityManager } from 'typeorm';
import type { Config } from '../config/config.js';
import { Quotas } from '../quotas/quotas.js';
import { QuotasRepository, type CountedSend } from '../quotas/quotas.repository.js';
import type { Turn } from '../turns/turn.entity.js';

/** When an answer ends is nobody's knowledge; soon enough to try again, and not at once. */
const BUSY_RETRY_MS = 5_000;

/** Whether a user may ask for one more answer. All of it happens in the transaction that stores the question. */
@Injectable()
export class TurnAdmission {
  constructor(
    private readonly quotas: Quotas,
    private readonly rates: QuotasRepository,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** A question that was counted is none: it was known already. */
  async uncount(manager: EntityManager, userId: string): Promise<void> {
    await this.rates.uncountSend(manager, userId);
  }

  /**
   * Before the question is stored. What is refused has not happened, and does not count.
   *
   * @param unfinished turns of the conversation that run or wait
   * @param running how many turns of the user run, in all conversations
   * @throws ChatError `queue-full`, `too-many-requests`, `too-many-running`
   */
  check({ sends, leftMs }: CountedSend, unfinished: Turn[], running: number): void {
    const get = <K extends keyof Config>(key: K) => this.config.get(key, { infer: true });
    if (unfinished.length > get('CHAT_QUEUE_LENGTH')) {
      throw new ChatError('queue-full', { retryAfterMs: BUSY_RETRY_MS });
    }
    if (sends > get('CHAT_SENDS_PER_MINUTE')) throw new ChatError('too-many-requests', { retryAfterMs: leftMs });
    // Others wait for their conversation's turn.
    if (unfinished.length === 0 && running >= get('CHAT_MAX_RUNNING_TURNS')) {
      throw new ChatError('too-many-running', { retryAfterMs: BUSY_RETRY_MS });
    }
  }

  /** Whether `reserve` has anything to do. */
  reserves({ hasOwnQuota }: CountedSend): boolean {
    return this.quotas.isLimiting(hasOwnQuota);
  }

  /** When the turn is made. Throws ChatError `quota-used-up`. */
  async reserve(manager: EntityManager, turn: Turn): Promise<void> {
    await this.quotas.reserve(manager, turn);
  }
}
