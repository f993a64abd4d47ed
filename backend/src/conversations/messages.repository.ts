import { randomUUID } from 'node:crypto';
import type { SendFrame, UserMessage } from '@app/chat-protocol';
import { ChatError } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { statement } from '../database/statement.js';
import { countSend, type CountedSend } from '../quotas/quotas.repository.js';
import { BRANCH_UP, stepTo } from './branches.js';
import { Message } from './message.entity.js';
import type { Turn } from '../turns/turn.entity.js';
import { TURN } from '../turns/turns.repository.js';

const MAX_TITLE_CHARACTERS = 80;

const COLUMNS = ['id', 'seq', 'content', 'parts', 'status', 'model', 'usage', 'error', 'timestamp']
  .map((column) => `m.${column}`)
  .join(', ');
const MESSAGE = `${COLUMNS}, m.user_id AS "userId", m.conversation_id AS "conversationId", m.parent_id AS "parentId",
  m.sender_type AS "senderType", m.reasoning_ms AS "reasoningMs"`;

/** A new conversation is held by whoever makes it; one that comes to be meanwhile is neither made nor found. */
const OPEN = statement(
  'open-conversation',
  `WITH made AS (
     INSERT INTO conversations (user_id, id, title) SELECT $1, $2, $3
     WHERE NOT EXISTS (SELECT FROM conversations WHERE user_id = $1 AND id = $2)
     ON CONFLICT DO NOTHING RETURNING id
   ), held AS (SELECT id FROM conversations WHERE user_id = $1 AND id = $2 FOR NO KEY UPDATE)
   ${countSend('(SELECT id FROM made UNION ALL SELECT id FROM held) AS conversation')}`,
);

const HOLD = statement(
  'hold-conversation',
  `SELECT id FROM conversations WHERE user_id = $1 AND id = $2 FOR NO KEY UPDATE`,
);

/** Adds $3 below the last of the ids of $6 that is stored; nothing where it is stored already. */
const QUESTION = `INSERT INTO messages AS m (user_id, conversation_id, id, content, parts, parent_id, sender_type, status)
   SELECT $1, $2, $3, $4, $5::jsonb, (
     SELECT e.id FROM unnest($6::text[]) WITH ORDINALITY AS k (id, position)
     JOIN messages e ON e.user_id = $1 AND e.conversation_id = $2 AND e.id = k.id
     ORDER BY k.position DESC LIMIT 1), 'user', 'completed'
   ON CONFLICT DO NOTHING RETURNING ${MESSAGE}`;

const ADD_QUESTION = statement('add-question', QUESTION);

/** The same with the place of its answer and its turn. */
const ADD_TURN = statement(
  'add-turn',
  `WITH question AS (${QUESTION}), answer AS (
     INSERT INTO messages (user_id, conversation_id, id, parent_id, content, parts, sender_type, status)
     SELECT $1, $2, $8, id, '', '[]', 'ai', 'pending' FROM question
   ), shown AS (
     UPDATE conversations c SET last_update_time = now(), is_unread = false, shown_message_id = $8
     FROM question q WHERE c.user_id = $1 AND c.id = $2
   ), turn AS (
     INSERT INTO turns AS t (id, user_id, conversation_id, request_id, user_message_id, answer_id, status, owner, attempt,
                             started_at)
     SELECT $7::uuid, $1, $2, $9, id, $8, $10, $11, $12::int, CASE WHEN $10 = 'running' THEN clock_timestamp() END FROM question
     RETURNING ${TURN}
   )
   SELECT turn.*, question.timestamp AS "persistedAt" FROM turn, question`,
);

const ADD_ANSWER = statement(
  'add-answer',
  `WITH shown AS (
     UPDATE conversations SET last_update_time = now(), is_unread = false, shown_message_id = $3
     WHERE user_id = $1 AND id = $2
   )
   INSERT INTO messages (user_id, conversation_id, id, parent_id, content, parts, sender_type, status)
   VALUES ($1, $2, $3, $4, '', '[]', 'ai', 'pending')`,
);

const BRANCH = statement(
  'list-branch',
  `${BRANCH_UP} SELECT ${MESSAGE} FROM branch b CROSS JOIN LATERAL (${stepTo('m.id = b.id')}) m ORDER BY b.depth DESC`,
);

/** What is said in conversations. Every query names the owner; what is not theirs is not there. */
@Injectable()
export class MessagesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Makes the conversation if it is new, and holds it until the transaction ends: whoever starts or ends one of its
   * turns does so, one at a time. Counts the question, and so holds the user's other questions too. Null = somebody else
   * made it in this very moment: nothing has been done, and the next call finds it.
   */
  async openConversation(manager: EntityManager, userId: string, frame: SendFrame): Promise<CountedSend | null> {
    const [counted]: CountedSend[] = await manager.query(OPEN, [userId, frame.id, titleFrom(frame.message)]);
    return counted ?? null;
  }

  /** False = the user has no such conversation. */
  async lockConversation(manager: EntityManager, userId: string, conversationId: string): Promise<boolean> {
    const rows: unknown[] = await manager.query(HOLD, [userId, conversationId]);
    return rows.length > 0;
  }

  /**
   * Stores the user's message of a `send`, which is not stored yet, the place of its answer, whose branch is the one shown,
   * and its turn, in one statement.
   */
  async saveAsked(
    manager: EntityManager,
    userId: string,
    frame: SendFrame,
    { id, status, owner, attempt }: Pick<Turn, 'id' | 'status' | 'owner' | 'attempt'>,
  ): Promise<{ turn: Turn; persistedAt: Date }> {
    const { message } = frame;
    const question = [userId, frame.id, message.id, textOf(message), JSON.stringify(message.parts), frame.earlierIds];
    const begun = [id, randomUUID(), frame.requestId, status, owner, attempt];
    const [{ persistedAt, ...turn }]: (Turn & { persistedAt: Date })[] = await manager.query(ADD_TURN, [
      ...question,
      ...begun,
    ]);
    return { turn, persistedAt };
  }

  /**
   * Stores the user's message of a `send`; one that is stored already stays as it is.
   *
   * @throws ChatError `bad-frame` when its id is that of an answer
   */
  async saveUserMessage(manager: EntityManager, userId: string, frame: SendFrame): Promise<Message> {
    const { id, parts } = frame.message;
    const content = textOf(frame.message);
    const add = (aboveIds: string[]): Promise<Message[]> =>
      manager.query(ADD_QUESTION, [userId, frame.id, id, content, JSON.stringify(parts), aboveIds]);
    const [added] = await add(frame.earlierIds);
    if (added !== undefined) return added;
    const stored = await this.getMessage(manager, userId, frame.id, id);
    if (stored.senderType === 'ai') throw new ChatError('bad-frame');
    if (stored.content === content) return stored;
    // A stock client edits in place: the old text and its answers move aside as a sibling, nothing is overwritten.
    await this.moveAside(manager, stored);
    const [edited] = await add(stored.parentId === null ? [] : [stored.parentId]);
    return edited;
  }

  /** Makes the place of an answer in the tree before there is one; its branch is the one shown. Returns its id. */
  async addPendingAnswer(manager: EntityManager, question: Message): Promise<string> {
    const id = randomUUID();
    await manager.query(ADD_ANSWER, [question.userId, question.conversationId, id, question.id]);
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

  /**
   * The messages up to one, oldest first.
   *
   * @param messageId null = the message shown last
   * @param limit most messages returned; the ones nearest to `messageId` count
   * @param maxCharacters Unicode characters of the messages above `messageId`: what is above the one that exceeds them is
   *   not read; null = any number
   */
  async listBranch(
    userId: string,
    conversationId: string,
    messageId: string | null,
    limit: number,
    maxCharacters: number | null = null,
  ): Promise<Message[]> {
    return this.dataSource.query(BRANCH, [userId, conversationId, messageId, limit, maxCharacters]);
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
