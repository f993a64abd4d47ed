import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { User } from './user.entity.js';

/** A key that lets scripts in as its user. Revoking it deletes the row. */
@Entity('api_keys')
@Index('UQ_api_keys_hash', ['hash'], { unique: true })
@Index('IDX_api_keys_user', ['userId', 'createdAt'])
export class ApiKey {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ type: 'text' })
  name: string;

  /** SHA-256 of the key, in hex: a key has 256 random bits, so nothing slower is needed. */
  @Column({ type: 'text' })
  hash: string;

  /** The key's first characters, to tell it from others. */
  @Column({ type: 'text' })
  prefix: string;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  /** Exact to a minute; null = never. */
  @Column({ name: 'last_used_at', type: 'timestamptz', precision: 3, nullable: true })
  lastUsedAt: Date | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_api_keys_user' })
  user?: Relation<User>;
}
