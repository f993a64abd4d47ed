import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { User } from './user.entity.js';

/** A way a user signs in: a password, or their identity at the OpenID provider. The library calls it an account. */
@Entity('accounts')
@Index('UQ_accounts_identity', ['providerId', 'accountId'], { unique: true })
@Index('IDX_accounts_user', ['userId'])
export class Login {
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** Who they are at the provider; with a password, the user's own id. */
  @Column({ name: 'account_id', type: 'text' })
  accountId: string;

  /** `credential` = a password, `oidc` = the OpenID provider. */
  @Column({ name: 'provider_id', type: 'text' })
  providerId: string;

  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  /** The library's column; always null: the provider's tokens are not kept. */
  @Column({ name: 'access_token', type: 'text', nullable: true })
  accessToken: string | null;

  /** Always null. */
  @Column({ name: 'refresh_token', type: 'text', nullable: true })
  refreshToken: string | null;

  /** Always null. */
  @Column({ name: 'id_token', type: 'text', nullable: true })
  idToken: string | null;

  /** Always null. */
  @Column({ name: 'access_token_expires_at', type: 'timestamptz', precision: 3, nullable: true })
  accessTokenExpiresAt: Date | null;

  /** Always null. */
  @Column({ name: 'refresh_token_expires_at', type: 'timestamptz', precision: 3, nullable: true })
  refreshTokenExpiresAt: Date | null;

  /** What the provider was asked for; null with a password. */
  @Column({ type: 'text', nullable: true })
  scope: string | null;

  /** scrypt, with its salt; null without a password. */
  @Column({ type: 'text', nullable: true })
  password: string | null;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_accounts_user' })
  user?: Relation<User>;
}
