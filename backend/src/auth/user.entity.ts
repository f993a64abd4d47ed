import type { UserRole } from '@app/chat-protocol';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Whoever owns something: a guest, or somebody with an account. Deleting the row deletes all that is theirs. */
@Entity('users')
@Index('UQ_users_email', ['email'], { unique: true })
@Index('IDX_users_list', ['createdAt', 'id'])
@Check('CHK_users_role', `"role" IN ('user', 'admin')`)
export class User {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  /** In lower case. A guest's is made up: nobody is shown it. */
  @Column({ type: 'text' })
  email: string;

  /** The OpenID provider says that the address is theirs; nobody else checks it. */
  @Column({ name: 'email_verified', type: 'boolean', default: false })
  emailVerified: boolean;

  /** Address of a picture; null = none. Never shown: it would be a request to somewhere else. */
  @Column({ type: 'text', nullable: true })
  image: string | null;

  @Column({ name: 'is_guest', type: 'boolean', default: false })
  isGuest: boolean;

  @Column({ type: 'text', default: 'user' })
  role: UserRole;

  /** Since when an administrator keeps them out; null = is let in. */
  @Column({ name: 'banned_at', type: 'timestamptz', precision: 3, nullable: true })
  bannedAt: Date | null;

  /** Their own quota of tokens, in place of `QUOTA_USER_TOKENS_PER_DAY`; null = that one. */
  @Column({ name: 'quota_per_day', type: 'bigint', nullable: true })
  quotaPerDay: string | null;

  /** The same for a month. */
  @Column({ name: 'quota_per_month', type: 'bigint', nullable: true })
  quotaPerMonth: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
