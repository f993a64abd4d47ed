import type { AnswerEnding, ErrorCode } from '@app/chat-protocol';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * What is counted of a turn that ended, written with its end. No word of it, and so it outlives its conversation, and its
 * user without their id.
 */
@Entity('turn_figures')
@Index('IDX_turn_figures_asked', ['askedAt'])
@Index('IDX_turn_figures_user', ['userId', 'askedAt'])
@Check('CHK_turn_figures_ending', `"ending" IN ('completed', 'stopped', 'failed', 'interrupted')`)
export class TurnFigures {
  @PrimaryColumn({ name: 'turn_id', type: 'uuid' })
  turnId: string;

  /** Null = the user is gone. No foreign key: an ending turn must not wait for who holds the user. */
  @Column({ name: 'user_id', type: 'text', nullable: true })
  userId: string | null;

  @Column({ name: 'asked_at', type: 'timestamptz', precision: 3 })
  askedAt: Date;

  @Column({ type: 'text' })
  ending: AnswerEnding;

  /** Null unless it failed. */
  @Column({ type: 'text', nullable: true })
  error: ErrorCode | null;

  /** As the AI service spells it; null = no model was asked. */
  @Column({ type: 'text', nullable: true })
  model: string | null;

  /** Behind other turns of its conversation; null = it never started. */
  @Column({ name: 'wait_ms', type: 'int', nullable: true })
  waitMs: number | null;

  /** From its start to the commit of its first words; null = there were none, or its process died behind them. */
  @Column({ name: 'first_words_ms', type: 'int', nullable: true })
  firstWordsMs: number | null;

  /** From its start to its end; null = it never started. */
  @Column({ name: 'answer_ms', type: 'int', nullable: true })
  answerMs: number | null;

  /** As the AI service counted them, with those of a title written from the answer; null = it did not. */
  @Column({ name: 'input_tokens', type: 'bigint', nullable: true })
  inputTokens: string | null;

  /** As the AI service counted them, with those of a title written from the answer; null = it did not. */
  @Column({ name: 'output_tokens', type: 'bigint', nullable: true })
  outputTokens: string | null;

  /**
   * From the arrival of its question to the question's commit, by the clock of the process that took it; null = it waited
   * behind others, or another process ended it: nobody knew by then.
   */
  @Column({ name: 'stored_ms', type: 'int', nullable: true })
  storedMs: number | null;
}
