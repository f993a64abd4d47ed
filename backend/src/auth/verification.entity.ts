import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What the library remembers for ten minutes while somebody is at the OpenID provider. */
@Entity('verifications')
@Index('IDX_verifications_identifier', ['identifier'])
@Index('IDX_verifications_expiry', ['expiresAt'])
export class Verification {
  @PrimaryColumn({ type: 'text' })
  id: string;

  @Column({ type: 'text' })
  identifier: string;

  @Column({ type: 'text' })
  value: string;

  @Column({ name: 'expires_at', type: 'timestamptz', precision: 3 })
  expiresAt: Date;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;
}
