import type { ChatMessage, MessageMetadata, MessageStatus, WireError } from '@app/chat-protocol';
import { Check, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { wordsOf } from '../search/words-column.js';
import type { Relation } from 'typeorm';
import { Conversation } from './conversation.entity.js';

/** What a user said or the AI answered. Messages of a conversation form a tree: siblings are edits or other answers. */
@Entity('messages')
@Index('IDX_messages_newest', ['userId', 'conversationId', 'seq'])
@Index('IDX_messages_id', ['id'])
@Index('IDX_messages_children', ['parentId', 'conversationId', 'userId'])
@Check('CHK_messages_sender_type', `"sender_type" IN ('user', 'ai')`)
@Check('CHK_messages_status', `"status" IN ('pending', 'completed', 'stopped', 'failed', 'interrupted')`)
export class Message {
  /** The owner of the conversation. */
  @PrimaryColumn({ name: 'user_id', type: 'text' })
  userId: string;

  @PrimaryColumn({ name: 'conversation_id', type: 'text' })
  conversationId: string;

  /** Made by the client for the user's messages, by the server for answers; unique within the conversation. */
  @PrimaryColumn({ type: 'text' })
  id: string;

  /** Order in which messages were stored; the key of history pages. */
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' })
  seq: string;

  /** The message it follows; null = the first of its conversation. */
  @Column({ name: 'parent_id', type: 'text', nullable: true })
  parentId: string | null;

  @Column({ name: 'sender_type', type: 'text' })
  senderType: 'user' | 'ai';

  /** The text of the message alone, for search and lists. Empty while an answer is in the making. */
  @Column({ type: 'text' })
  content: string;

  /** For the search alone; PostgreSQL keeps it up to date. */
  @Index('IDX_messages_words', { synchronize: false })
  @Column({
    type: 'tsvector',
    select: false,
    insert: false,
    update: false,
    generatedType: 'STORED',
    asExpression: wordsOf('content'),
  })
  words: string;

  /** The whole message as the AI SDK's UI-message parts. */
  @Column({ type: 'jsonb' })
  parts: ChatMessage['parts'];

  /** `pending` = the answer is queued or being made; a user's message is `completed` once stored. */
  @Column({ type: 'text' })
  status: MessageStatus;

  /** The model that answered, as the AI service spells it; null = a user's message, or no model was asked yet. */
  @Column({ type: 'text', nullable: true })
  model: string | null;

  /** Tokens as the AI service counted them; null = unknown or a user's message. */
  @Column({ type: 'jsonb', nullable: true })
  usage: MessageMetadata['usage'] | null;

  /** Milliseconds the model spent on its reasoning parts; null = it showed none, or a user's message. */
  @Column({ name: 'reasoning_ms', type: 'int', nullable: true })
  reasoningMs: number | null;

  /** Why the answer failed; null unless status is `failed`. */
  @Column({ type: 'jsonb', nullable: true })
  error: WireError | null;

  /** When it was stored; database clock. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  timestamp: Date;

  @ManyToOne(() => Conversation, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn([
    { name: 'user_id', referencedColumnName: 'userId', foreignKeyConstraintName: 'FK_messages_conversation' },
    { name: 'conversation_id', referencedColumnName: 'id', foreignKeyConstraintName: 'FK_messages_conversation' },
  ])
  conversation?: Relation<Conversation>;

  @ManyToOne(() => Message, { onDelete: 'CASCADE', onUpdate: 'CASCADE' })
  @JoinColumn([
    { name: 'user_id', referencedColumnName: 'userId', foreignKeyConstraintName: 'FK_messages_parent' },
    { name: 'conversation_id', referencedColumnName: 'conversationId', foreignKeyConstraintName: 'FK_messages_parent' },
    { name: 'parent_id', referencedColumnName: 'id', foreignKeyConstraintName: 'FK_messages_parent' },
  ])
  parent?: Relation<Message> | null;
}
