import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { User } from '../auth/user.entity.js';

/** What a user has set for all conversations; no row = nothing. */
@Entity('user_settings')
export class UserSettings {
  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  /** What the model is told in every conversation; empty = nothing. */
  @Column({ type: 'text', default: '' })
  instructions: string;

  @OneToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_user_settings_user' })
  user?: Relation<User>;
}
