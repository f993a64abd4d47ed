import { randomUUID } from 'node:crypto';
import { ChatError, type AdminUserView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../config/config.js';
import type { Turn } from '../turns/turn.entity.js';
import {
  QuotasRepository,
  type Holder,
  type QuotaLimits,
  type SpentTokens,
  type TokenBounds,
} from './quotas.repository.js';
import type { QuotaPeriod } from './token-usage.entity.js';

/** What a service puts around each message, at most. */
const TOKENS_PER_MESSAGE = 16;
/** Most bytes of our own words around instructions and around an answer that goes on. */
const OWN_WORDS_BYTES = 500;
/** When only answers in the making stand in the way, one of them has mostly ended by then. */
const RESERVED_RETRY_MS = 5000;

/**
 * Tokens per day and month, of each user and of all: held back before a model is asked, settled when its answer ends. Nothing
 * is counted of a user whom no quota limits.
 */
@Injectable()
export class Quotas {
  private readonly limits: QuotaLimits;
  private readonly isLimited: boolean;

  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: QuotasRepository,
    private readonly config: ConfigService<Config, true>,
  ) {
    const get = <K extends keyof Config>(key: K) => config.get(key, { infer: true });
    this.limits = {
      user: { day: get('QUOTA_USER_TOKENS_PER_DAY') ?? null, month: get('QUOTA_USER_TOKENS_PER_MONTH') ?? null },
      all: { day: get('QUOTA_TOTAL_TOKENS_PER_DAY') ?? null, month: get('QUOTA_TOTAL_TOKENS_PER_MONTH') ?? null },
    };
    this.isLimited = Object.values(this.limits).some(({ day, month }) => day !== null || month !== null);
  }

  /**
   * Whether a quota limits a user, so that turns are to `reserve`.
   *
   * @param hasOwnQuota the user has a quota of their own
   */
  isLimiting(hasOwnQuota: boolean): boolean {
    return this.isLimited || hasOwnQuota;
  }

  /**
   * Holds back what a turn of a limited user may use, as the last thing in the transaction that makes it: everybody waits
   * for the same rows.
   *
   * @throws ChatError `quota-used-up`
   */
  async reserve(manager: EntityManager, turn: Turn): Promise<void> {
    const system = Buffer.byteLength(this.config.get('CHAT_SYSTEM_PROMPT', { infer: true }));
    const shown = await this.repository.boundInput(manager, turn, TOKENS_PER_MESSAGE);
    const inputTokens = system + OWN_WORDS_BYTES + shown;
    const outputTokens = this.config.get('CHAT_MAX_OUTPUT_TOKENS', { infer: true });
    await this.hold(manager, toHolder(turn), { inputTokens, outputTokens });
  }

  /**
   * Holds back what a call of the model beside the turns may use.
   *
   * @returns what counts the call when it is over, with the tokens it used (null = nobody knows, so it counts as all);
   *   null = a quota is used up: do not call. A call whose process dies is counted as all by `tidy`.
   */
  async holdBack(userId: string, bounds: TokenBounds): Promise<((tokens: number | null) => Promise<void>) | null> {
    if (!this.isLimited && !(await this.repository.hasOwnQuota(userId))) return () => Promise.resolve();
    const id = randomUUID();
    if (!(await this.isHeld({ id, userId, hasBegun: true }, bounds))) return null;
    return (tokens) =>
      this.dataSource.transaction((manager) =>
        this.repository.settle(manager, id, { tokens, outputBytes: bounds.outputTokens, wasAsked: true }),
      );
  }

  /** Users with what each has used of the quotas on them. A quota that is not set is null. */
  async viewOf<User extends Pick<AdminUserView, 'id' | 'ownQuotas'>>(
    users: User[],
  ): Promise<(User & Pick<AdminUserView, 'quotas'>)[]> {
    const used = await this.repository.listUsed(users.map(({ id }) => id));
    const view = ({ id, ownQuotas }: User, period: QuotaPeriod) => {
      const limit = ownQuotas[period] ?? this.limits.user[period];
      if (limit === null) return null;
      return { used: used.find((row) => row.userId === id && row.period === period)?.tokens ?? 0, limit };
    };
    return users.map((user) => ({ ...user, quotas: { day: view(user, 'day'), month: view(user, 'month') } }));
  }

  /** A queued turn begins, inside the transaction that starts it. */
  async begin(manager: EntityManager, turnId: string): Promise<void> {
    await this.repository.begin(manager, turnId);
  }

  /** Counts what a turn used instead of what it held back, inside the transaction that ends it. */
  async settle(manager: EntityManager, turnId: string, spent: SpentTokens): Promise<void> {
    await this.repository.settle(manager, turnId, spent);
  }

  /**
   * The model is to be asked again for a turn whose process died: counts the call that was lost, and holds back another.
   * Returns false where the quota does not allow that.
   */
  async renew(turn: Turn, lost: SpentTokens): Promise<boolean> {
    const bounds = await this.repository.findBounds(turn.id);
    if (bounds === null) return true; // Nothing limits its user, or did when it began.
    await this.dataSource.transaction((manager) => this.repository.settle(manager, turn.id, lost));
    return this.isHeld(toHolder(turn), bounds);
  }

  /** Counts what deleted turns left, and drops what is long past. */
  async tidy(): Promise<void> {
    await this.repository.expire();
    await this.repository.settleOrphans();
  }

  private async isHeld(holder: Holder, bounds: TokenBounds): Promise<boolean> {
    try {
      await this.dataSource.transaction((manager) => this.hold(manager, holder, bounds));
      return true;
    } catch (error) {
      if (error instanceof ChatError) return false;
      throw error;
    }
  }

  private async hold(manager: EntityManager, holder: Holder, bounds: TokenBounds): Promise<void> {
    if (await this.repository.reserve(manager, holder, bounds, this.limits)) return;
    throw new ChatError('quota-used-up', { retryAfterMs: await this.untilRenewal(manager, holder.userId) });
  }

  private async untilRenewal(manager: EntityManager, userId: string): Promise<number> {
    const usedUp = await this.repository.listUsedUp(manager, userId, this.limits);
    return Math.max(
      ...usedUp.map(({ isReserved, endsInMs }) => (isReserved ? RESERVED_RETRY_MS : endsInMs)),
      RESERVED_RETRY_MS,
    );
  }
}

function toHolder(turn: Turn): Holder {
  return { id: turn.id, userId: turn.userId, hasBegun: turn.status !== 'queued' };
}
