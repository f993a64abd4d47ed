import type { FeedbackRating, FeedbackReason } from '@app/chat-protocol';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Message } from '../conversations/message.entity.js';

/** What a user thinks of an answer: one opinion an answer, which goes with it. */
@Entity('feedback')
@Check('CHK_feedback_rating', `"rating" IN ('up', 'down')`)
export class FeedbackRow {
  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  @PrimaryColumn({ name: 'conversation_id', type: 'text' })
  conversationId: string;

  /** The answer. */
  @PrimaryColumn({ name: 'message_id', type: 'text' })
  messageId: string;

  @Column({ type: 'text' })
  rating: FeedbackRating;

  /** From the closed set of the rating; empty = none given. */
  @Column({ type: 'jsonb', default: [] })
  reasons: FeedbackReason[];

  /** At most 2,000 characters; empty = none. */
  @Column({ type: 'text', default: '' })
  comment: string;

  /** When the opinion was first given; database clock. */
  @Index('IDX_feedback_created')
  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  /** When it was last changed; database clock. */
  @Column({ name: 'updated_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  updatedAt: Date;

  @ManyToOne(() => Message, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn([
    { name: 'user_id', referencedColumnName: 'userId', foreignKeyConstraintName: 'FK_feedback_message' },
    {
      name: 'conversation_id',
      referencedColumnName: 'conversationId',
      foreignKeyConstraintName: 'FK_feedback_message',
    },
    { name: 'message_id', referencedColumnName: 'id', foreignKeyConstraintName: 'FK_feedback_message' },
  ])
  message?: Relation<Message>;
}
