import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { wordsOf } from '../search/words-column.js';
import type { Relation } from 'typeorm';
import { User } from '../auth/user.entity.js';

/**
 * A conversation of one user. The owner is part of the key: no query can name a conversation without naming whose it
 * is, so "not yours" and "does not exist" cannot differ.
 */
@Entity('conversations')
@Index('IDX_conversations_list', ['userId', 'lastUpdateTime', 'id'])
@Index('IDX_conversations_pinned', ['userId', 'lastUpdateTime', 'id'], { where: `"is_pinned" AND NOT "is_archived"` })
@Index('IDX_conversations_archived', ['userId', 'lastUpdateTime', 'id'], { where: `"is_archived"` })
@Check('CHK_conversations_title_origin', `"title_origin" IN ('question', 'model', 'user')`)
export class Conversation {
  /** The owner. */
  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  /** Made by the client: 1–64 of `[A-Za-z0-9_-]`, unique per user. */
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** Shown in the list, at most 200 characters. Empty = none yet. */
  @Column({ type: 'text', default: '' })
  title: string;

  /** For the search alone; PostgreSQL keeps it up to date. */
  @Index('IDX_conversations_words', { synchronize: false })
  @Column({
    type: 'tsvector',
    select: false,
    insert: false,
    update: false,
    generatedType: 'STORED',
    asExpression: wordsOf('title'),
  })
  words: string;

  /** Where the title is from: the first words of the first question, the model, or the user, whose title stays. */
  @Column({ name: 'title_origin', type: 'text', default: 'question' })
  titleOrigin: 'question' | 'model' | 'user';

  @Column({ name: 'is_pinned', type: 'boolean', default: false })
  isPinned: boolean;

  /** Put away: in no list but that of the archived ones. */
  @Column({ name: 'is_archived', type: 'boolean', default: false })
  isArchived: boolean;

  /** An answer has ended since the user last viewed the conversation or wrote in it. */
  @Column({ name: 'is_unread', type: 'boolean', default: false })
  isUnread: boolean;

  /** What the model is told in this conversation; empty = nothing. */
  @Column({ type: 'text', default: '' })
  instructions: string;

  /** The last message of the branch that is shown; null, or the id of none = the newest message. */
  @Column({ name: 'shown_message_id', type: 'text', nullable: true })
  shownMessageId: string | null;

  /** When the first message was stored; database clock. */
  @Column({ name: 'start_time', type: 'timestamptz', precision: 3, default: () => 'now()' })
  startTime: Date;

  /** When a message was last stored or an answer ended; database clock. */
  @Column({ name: 'last_update_time', type: 'timestamptz', precision: 3, default: () => 'now()' })
  lastUpdateTime: Date;

  @ManyToOne(() => User, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_conversations_user' })
  user?: Relation<User>;
}
