import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What an unfinished turn may use at most, held back in the usage of its user and of all. Outlives a deleted turn: what
 * was used stays used.
 */
@Entity('token_reservations')
export class TokenReservation {
  @PrimaryColumn({ name: 'turn_id', type: 'uuid' })
  turnId: string;

  /** Who asked; not the turn's user of now, if that has changed. */
  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  /** The day (UTC) in whose periods it is held back. */
  @Column({ name: 'reserved_on', type: 'date' })
  reservedOn: string;

  /** Estimate of what the model is shown; never too low for a service whose tokens are at least a byte each. */
  @Column({ name: 'input_tokens', type: 'bigint' })
  inputTokens: string;

  /** Longest answer. */
  @Column({ name: 'output_tokens', type: 'bigint' })
  outputTokens: string;

  /** The turn has run: its model may have been asked. */
  @Column({ name: 'has_begun', type: 'boolean' })
  hasBegun: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;
}
