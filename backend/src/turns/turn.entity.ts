import type { WireError } from '@app/chat-protocol';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Relation } from 'typeorm';
import { Message } from '../conversations/message.entity.js';

export type TurnStatus = 'queued' | 'running' | 'completed' | 'stopped' | 'failed' | 'interrupted';

/** One question and the production of its answer. Belongs to the server: no socket's end ends it. */
@Entity('turns')
@Index('UQ_turns_request', ['userId', 'conversationId', 'requestId'], { unique: true })
@Index('UQ_turns_one_running', ['userId', 'conversationId'], { unique: true, where: `"status" = 'running'` })
@Index('IDX_turns_unfinished', ['userId', 'conversationId', 'seq'], { where: `"status" IN ('queued', 'running')` })
@Index('IDX_turns_newest', ['userId', 'conversationId', 'seq'])
@Index('IDX_turns_question', ['userId', 'conversationId', 'userMessageId'])
@Index('IDX_turns_answer', ['userId', 'conversationId', 'answerId'])
@Index('IDX_turns_ended', ['endedAt'], { where: `"has_log"` })
@Check('CHK_turns_status', `"status" IN ('queued', 'running', 'completed', 'stopped', 'failed', 'interrupted')`)
export class Turn {
  /** Made by the server. */
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ name: 'user_id', type: 'text' })
  userId: string;

  @Column({ name: 'conversation_id', type: 'text' })
  conversationId: string;

  /** Order in which turns were asked for; queued turns run in it. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' })
  seq: string;

  /** The client's name for the request: the same one again attaches to this turn, for as long as the row lives. */
  @Column({ name: 'request_id', type: 'text' })
  requestId: string;

  @Column({ name: 'user_message_id', type: 'text' })
  userMessageId: string;

  @Column({ name: 'answer_id', type: 'text' })
  answerId: string;

  /** The unfinished answer that this turn's answer repeats and goes on with; null = it is made from its start. */
  @Column({ name: 'continues_id', type: 'text', nullable: true })
  continuesId: string | null;

  @Column({ type: 'text' })
  status: TurnStatus;

  /** The process that runs it (a lease id); null = nobody: queued, or handed over by a draining process. */
  @Column({ type: 'text', nullable: true })
  owner: string | null;

  /** Raised by each new owner. A write counts only with the owner and attempt its writer captured. */
  @Column({ type: 'int', default: 0 })
  attempt: number;

  /** How often the model was asked again because an owner died. */
  @Column({ type: 'int', default: 0 })
  retries: number;

  /** When someone asked to stop it; null = nobody did. */
  @Column({ name: 'stop_requested_at', type: 'timestamptz', nullable: true })
  stopRequestedAt: Date | null;

  /** Why it failed; null unless status is `failed`. */
  @Column({ type: 'jsonb', nullable: true })
  error: WireError | null;

  /** False once its log has expired; the stored message is then the only record. */
  @Column({ name: 'has_log', type: 'boolean', default: true })
  hasLog: boolean;

  @Column({ name: 'created_at', type: 'timestamptz', precision: 3, default: () => 'now()' })
  createdAt: Date;

  /** Null = still queued. */
  @Column({ name: 'started_at', type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  /** Null = not ended. */
  @Column({ name: 'ended_at', type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @ManyToOne(() => Message, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn([
    { name: 'user_id', referencedColumnName: 'userId', foreignKeyConstraintName: 'FK_turns_question' },
    { name: 'conversation_id', referencedColumnName: 'conversationId', foreignKeyConstraintName: 'FK_turns_question' },
    { name: 'user_message_id', referencedColumnName: 'id', foreignKeyConstraintName: 'FK_turns_question' },
  ])
  question?: Relation<Message>;

  @ManyToOne(() => Message, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn([
    { name: 'user_id', referencedColumnName: 'userId', foreignKeyConstraintName: 'FK_turns_answer' },
    { name: 'conversation_id', referencedColumnName: 'conversationId', foreignKeyConstraintName: 'FK_turns_answer' },
    { name: 'answer_id', referencedColumnName: 'id', foreignKeyConstraintName: 'FK_turns_answer' },
  ])
  answer?: Relation<Message>;
}
