import { randomUUID } from 'node:crypto';
import type { ChatMessage, MessageMetadata, MessageStatus, SendFrame, UserMessage } from '@app/chat-protocol';
import { ChatError } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Branches } from './branches.js';
import { Conversation } from './conversation.entity.js';
import { Message } from './message.entity.js';
import type { Turn } from '../turns/turn.entity.js';

/** An answer as its turn leaves it. */
export interface AnswerRecord {
  status: Exclude<MessageStatus, 'pending'>;
  content: string;
  parts: ChatMessage['parts'];
  model: string | null;
  usage: MessageMetadata['usage'] | null;
  /** Milliseconds; null = it showed no reasoning. */
  reasoningMs: number | null;
  error: MessageMetadata['error'] | null;
}

/** Where an answer is kept. */
export type AnswerPlace = Pick<Turn, 'userId' | 'conversationId' | 'answerId'>;

const MAX_TITLE_CHARACTERS = 80;

/** What is said in conversations. Every query names the owner; what is not theirs is not there. */
@Injectable()
export class MessagesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly branches: Branches,
  ) {}

  /**
   * Makes the conversation if it is new, and holds it until the transaction ends: whoever starts or ends one of its
   * turns does so, one at a time.
   */
  async openConversation(manager: EntityManager, userId: string, frame: SendFrame): Promise<void> {
    await manager.query(`INSERT INTO conversations (user_id, id, title) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
      userId,
      frame.id,
      titleFrom(frame.message),
    ]);
    await this.lockConversation(manager, userId, frame.id);
  }

  /** False = the user has no such conversation. */
  async lockConversation(manager: EntityManager, userId: string, conversationId: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `SELECT 1 FROM conversations WHERE user_id = $1 AND id = $2 FOR NO KEY UPDATE`,
      [userId, conversationId],
    );
    return rows.length > 0;
  }

  /**
   * Stores the user's message of a `send`; one that is stored already stays as it is.
   *
   * @throws ChatError `bad-frame` when its id is that of an answer
   */
  async saveUserMessage(manager: EntityManager, userId: string, frame: SendFrame): Promise<Message> {
    const conversationId = frame.id;
    const content = textOf(frame.message);
    const stored = await this.findMessage(userId, conversationId, frame.message.id, manager);
    if (stored?.senderType === 'ai') throw new ChatError('bad-frame');
    if (stored?.content === content) return stored;
    const parentId = stored
      ? stored.parentId
      : await this.findNearestKnown(manager, userId, conversationId, frame.earlierIds);
    // A stock client edits in place: the old text and its answers move aside as a sibling, nothing is overwritten.
    if (stored) await this.moveAside(manager, stored);
    await manager.insert(Message, {
      userId,
      conversationId,
      id: frame.message.id,
      parentId,
      senderType: 'user',
      content,
      parts: frame.message.parts,
      status: 'completed',
    });
    return this.getMessage(manager, userId, conversationId, frame.message.id);
  }

  /** Makes the place of an answer in the tree before there is one; its branch is the one shown. Returns its id. */
  async addPendingAnswer(manager: EntityManager, question: Message): Promise<string> {
    const id = randomUUID();
    const { userId, conversationId } = question;
    await manager.insert(Message, {
      userId,
      conversationId,
      id,
      parentId: question.id,
      senderType: 'ai',
      content: '',
      parts: [],
      status: 'pending',
    });
    await manager.update(
      Conversation,
      { userId, id: conversationId },
      { lastUpdateTime: () => 'now()', isUnread: false, shownMessageId: id },
    );
    return id;
  }

  /** Null = the user has no such message. */
  findMessage(
    userId: string,
    conversationId: string,
    id: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Message | null> {
    return manager.findOneBy(Message, { userId, conversationId, id });
  }

  /** Whether a frame's message is the stored one, to the letter. */
  isSame(stored: Message, sent: UserMessage): boolean {
    return stored.content === textOf(sent);
  }

  /** Stores what an answer became, inside the transaction that ends its turn. */
  async saveAnswer(manager: EntityManager, turn: AnswerPlace, answer: AnswerRecord): Promise<void> {
    await manager.update(
      Message,
      { userId: turn.userId, conversationId: turn.conversationId, id: turn.answerId },
      answer as Parameters<EntityManager['update']>[2],
    );
    await manager.update(
      Conversation,
      { userId: turn.userId, id: turn.conversationId },
      { lastUpdateTime: () => 'now()', isUnread: true },
    );
  }

  /**
   * The messages up to one, oldest first.
   *
   * @param messageId null = the message shown last
   * @param limit most messages returned; the ones nearest to `messageId` count
   */
  async listBranch(
    userId: string,
    conversationId: string,
    messageId: string | null,
    limit: number,
  ): Promise<Message[]> {
    const ids = await this.branches.listUp(userId, conversationId, messageId, limit);
    return this.listByIds(userId, conversationId, ids);
  }

  /** In the order of the ids; what the user has not is left out. */
  async listByIds(userId: string, conversationId: string, ids: string[]): Promise<Message[]> {
    const messages = await this.dataSource.manager.findBy(Message, { userId, conversationId, id: In(ids) });
    const byId = new Map(messages.map((message) => [message.id, message]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Of all messages of a conversation, in the order they were stored. */
  async listIds(userId: string, conversationId: string): Promise<string[]> {
    const messages = await this.dataSource.manager.find(Message, {
      select: { id: true },
      where: { userId, conversationId },
      order: { seq: 'ASC' },
    });
    return messages.map(({ id }) => id);
  }

  /**
   * The unfinished answer that a `send` wants continued.
   *
   * @throws ChatError `bad-frame` when it is none of the question's, or has come to its end
   */
  async getUnfinishedAnswer(manager: EntityManager, question: Message, id: string): Promise<Message> {
    const { userId, conversationId } = question;
    const answer = await this.findMessage(userId, conversationId, id, manager);
    const isOver = answer === null || answer.status === 'pending' || answer.status === 'completed';
    if (isOver || answer.parentId !== question.id || answer.senderType !== 'ai') throw new ChatError('bad-frame');
    return answer;
  }

  private async moveAside(manager: EntityManager, message: Message): Promise<void> {
    await manager.query(`UPDATE messages SET id = $4 WHERE user_id = $1 AND conversation_id = $2 AND id = $3`, [
      message.userId,
      message.conversationId,
      message.id,
      randomUUID(),
    ]);
  }

  /** The last of the ids that is stored; null = none is. */
  private async findNearestKnown(
    manager: EntityManager,
    userId: string,
    conversationId: string,
    ids: string[],
  ): Promise<string | null> {
    const rows: { id: string }[] = await manager.query(
      `SELECT m.id FROM unnest($3::text[]) WITH ORDINALITY AS e (id, position)
       JOIN messages m ON m.user_id = $1 AND m.conversation_id = $2 AND m.id = e.id
       ORDER BY e.position DESC LIMIT 1`,
      [userId, conversationId, ids],
    );
    return rows[0]?.id ?? null;
  }

  /** Throws when the user has no such message. */
  getMessage(manager: EntityManager, userId: string, conversationId: string, id: string): Promise<Message> {
    return manager.findOneByOrFail(Message, { userId, conversationId, id });
  }
}

function textOf(message: UserMessage): string {
  return message.parts.map((part) => part.text).join('\n\n');
}

/** The first line of a message, cut at a word. */
function titleFrom(message: UserMessage): string {
  const line = (/\S.*/.exec(textOf(message))?.[0] ?? '').trim();
  if (line.length <= MAX_TITLE_CHARACTERS) return line;
  // An emoji cut in half is dropped.
  const cut = line.slice(0, MAX_TITLE_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > MAX_TITLE_CHARACTERS / 2 ? cut.slice(0, space) : cut}…`;
}
