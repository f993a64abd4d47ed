import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { User } from './user.entity.js';

/** A browser that is signed in, a guest's too. Ends when the row goes or expires. */
@Entity('sessions')
@Index('UQ_sessions_token', ['token'], { unique: true })
@Index('IDX_sessions_user', ['userId'])
@Index('IDX_sessions_expiry', ['expiresAt'])
export class Session {
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** What the cookie carries, signed; without the server's secret it opens nothing. */
  @Column({ type: 'text' })
  token: string;

  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt: Date;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  /** When it was last prolonged: about once a day while it is used. */
  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  /** Null = unknown. */
  @Column({ name: 'ip_address', type: 'text', nullable: true })
  ipAddress: string | null;

  /** Null = the browser did not say. */
  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent: string | null;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_sessions_user' })
  user?: Relation<User>;
}
