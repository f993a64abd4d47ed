import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** The message whose branch is shown: the one chosen, else the newest. Parameters: $1 user, $2 conversation. */
const SHOWN = `coalesce(
  (SELECT m.id FROM conversations c
   JOIN messages m ON m.user_id = c.user_id AND m.conversation_id = c.id AND m.id = c.shown_message_id
   WHERE c.user_id = $1 AND c.id = $2),
  (SELECT id FROM messages WHERE user_id = $1 AND conversation_id = $2 ORDER BY seq DESC LIMIT 1))`;

/**
 * A step (`m`) of a walk through the tree of a conversation. Parameters: $1 user, $2 conversation. Written so that nothing but the
 * index of `id` or `parent_id` can serve it: PostgreSQL thinks any index that begins with the owner as good, or joins with
 * the whole table, and then each step reads the whole conversation.
 *
 * @param where `m.id = …` or `m.parent_id = …`
 */
export function stepTo(where: string): string {
  return `SELECT * FROM messages m WHERE ${where} AND m.user_id || '' = $1 AND m.conversation_id || '' = $2 OFFSET 0`;
}

/**
 * `branch` (id, parent_id, depth) from a message upwards. Parameters: $1 user, $2 conversation, $3 message (null = the one
 * shown), $4 most messages, $5 most characters above that message (null = any number, and no text is read to count them):
 * the one that exceeds them is the last.
 */
export const BRANCH_UP = `WITH RECURSIVE branch AS (
  SELECT id, parent_id, 1 AS depth, 0::bigint AS characters FROM messages
  WHERE user_id = $1 AND conversation_id = $2 AND id = coalesce($3, ${SHOWN})
  UNION ALL
  SELECT m.id, m.parent_id, b.depth + 1,
         CASE WHEN $5::bigint IS NULL THEN 0 ELSE b.characters + char_length(m.content) END
  FROM branch b CROSS JOIN LATERAL (${stepTo('m.id = b.parent_id')}) m
  WHERE b.depth < $4 AND ($5::bigint IS NULL OR b.characters <= $5::bigint))`;

/** Ways through the tree of a conversation's messages, as ids. A branch is a message and all it follows. */
@Injectable()
export class Branches {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The branch of a message, oldest first; empty = the user has no such message. Costs a step a message returned.
   *
   * @param messageId null = the message shown last
   * @param limit most ids returned; the ones nearest to `messageId` count
   */
  async listUp(userId: string, conversationId: string, messageId: string | null, limit: number): Promise<string[]> {
    const sql = `${BRANCH_UP} SELECT id FROM branch ORDER BY depth DESC`;
    return this.listIds(sql, [userId, conversationId, messageId, limit, null]);
  }

  /**
   * A message of the shown branch and what follows it there, oldest first; null = it is not on the shown branch. Costs a
   * step for each message between it and the branch's end.
   *
   * @param limit most ids returned; the ones nearest to `messageId` count
   */
  async listDown(
    userId: string,
    conversationId: string,
    messageId: string,
    limit: number,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<string[] | null> {
    const ids = await this.listIds(
      `WITH RECURSIVE branch AS (
         SELECT id, parent_id, 1 AS depth FROM messages
         WHERE user_id = $1 AND conversation_id = $2 AND id = ${SHOWN}
         UNION ALL
         SELECT m.id, m.parent_id, b.depth + 1 FROM branch b
         CROSS JOIN LATERAL (${stepTo('m.id = b.parent_id')}) m
         WHERE b.id <> $3)
       SELECT id FROM branch ORDER BY depth DESC LIMIT $4`,
      [userId, conversationId, messageId, limit],
      manager,
    );
    return ids[0] === messageId ? ids : null;
  }

  /** The newest of the messages that follow a message, or itself; null = the user has no such message. */
  async findNewestBelow(
    manager: EntityManager,
    userId: string,
    conversationId: string,
    messageId: string,
  ): Promise<string | null> {
    const [id] = await this.listIds(
      `WITH RECURSIVE below AS (
         SELECT id, seq FROM messages WHERE user_id = $1 AND conversation_id = $2 AND id = $3
         UNION ALL
         SELECT m.id, m.seq FROM below b
         CROSS JOIN LATERAL (${stepTo('m.parent_id = b.id')}) m)
       SELECT id FROM below ORDER BY seq DESC LIMIT 1`,
      [userId, conversationId, messageId],
      manager,
    );
    return id ?? null;
  }

  /**
   * Messages with the same parent and role, oldest first, by each of their ids; ones without siblings are left out.
   *
   * @param parentIds null = the messages that begin the conversation
   */
  async findSiblings(
    userId: string,
    conversationId: string,
    parentIds: (string | null)[],
  ): Promise<Map<string, string[]>> {
    const rows: { ids: string[] }[] = await this.dataSource.query(
      `SELECT array_agg(id ORDER BY seq) AS ids FROM (
         SELECT id, seq, parent_id, sender_type FROM messages
         WHERE user_id = $1 AND conversation_id = $2 AND parent_id = ANY($3::text[])
         UNION ALL
         SELECT id, seq, parent_id, sender_type FROM messages
         WHERE $4 AND user_id = $1 AND conversation_id = $2 AND parent_id IS NULL) AS children
       GROUP BY parent_id, sender_type HAVING count(*) > 1`,
      [userId, conversationId, parentIds.filter((id) => id !== null), parentIds.includes(null)],
    );
    return new Map(rows.flatMap(({ ids }) => ids.map((id) => [id, ids])));
  }

  private async listIds(
    sql: string,
    parameters: unknown[],
    manager: EntityManager = this.dataSource.manager,
  ): Promise<string[]> {
    const rows: { id: string }[] = await manager.query(sql, parameters);
    return rows.map(({ id }) => id);
  }
}
