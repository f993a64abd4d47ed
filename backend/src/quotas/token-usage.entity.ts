import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

export type QuotaPeriod = 'day' | 'month';

/** Tokens of a day or a month (UTC, database clock), of one user or of all. Kept only where a quota is set. */
@Entity('token_usage')
@Check('CHK_token_usage_period', `"period" IN ('day', 'month')`)
export class TokenUsage {
  /** Whose; empty = everybody's together. */
  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  @PrimaryColumn({ type: 'text' })
  period: QuotaPeriod;

  /** First day of the period. */
  @PrimaryColumn({ name: 'starts_on', type: 'date' })
  startsOn: string;

  /** Of answers that have ended. */
  @Column({ type: 'bigint', default: 0 })
  used: string;

  /** Most that the answers in the making may still use. */
  @Column({ type: 'bigint', default: 0 })
  reserved: string;
}
