import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { User } from '../auth/user.entity.js';

/** How content a user was when asked; one row each time the question was answered or waved away. */
@Entity('survey_answers')
@Index('IDX_survey_answers_user', ['userId', 'askedAt'])
@Index('IDX_survey_answers_asked', ['askedAt'])
@Check('CHK_survey_answers_score', `"score" BETWEEN 1 AND 5`)
export class SurveyAnswerRow {
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  /** 1 = not at all, 5 = very; null = the question was waved away. */
  @Column({ type: 'int', nullable: true })
  score: number | null;

  /** At most 2,000 characters; empty = none. */
  @Column({ type: 'text', default: '' })
  comment: string;

  /** The one that gave the user's newest answer then; null = not known. */
  @Column({ type: 'text', nullable: true })
  model: string | null;

  /** When the answer first came; database clock. */
  @Column({ name: 'asked_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  askedAt: Date;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_survey_answers_user' })
  user?: Relation<User>;
}
