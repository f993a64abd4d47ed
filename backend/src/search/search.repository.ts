import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ownersQuery, type SearchQuery } from './search-query.js';
import { SEARCHED_CHARACTERS } from './words-column.js';

export interface SearchHit {
  conversationId: string;
  title: string;
  /** Null = the title was found. */
  messageId: string | null;
  senderType: 'user' | 'ai' | null;
  timestamp: Date;
  /** What was said, as far as it is searched; empty for a title. */
  content: string;
}

/** Newest titles and messages that match, of which the best are shown. Bounds what a word in every message costs. */
const MOST_CANDIDATES = 1000;

/** Full-text search in what a user said and was told. */
@Injectable()
export class SearchRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Titles first, then messages, each with the best match first. */
  async find(userId: string, { tsquery }: SearchQuery, offset: number, limit: number): Promise<SearchHit[]> {
    if (tsquery === '') return [];
    return this.dataSource.query(
      `WITH titles AS (
         SELECT id AS conversation_id, NULL AS message_id, last_update_time AS time,
                1 + ts_rank(words, to_tsquery('simple', $2), 1) AS rank
         FROM conversations
         WHERE user_id = $1 AND words @@ ($3::tsquery && to_tsquery('simple', $2))
         ORDER BY last_update_time DESC LIMIT $4
       ), said AS (
         SELECT conversation_id, id AS message_id, "timestamp" AS time,
                ts_rank(words, to_tsquery('simple', $2), 1) AS rank
         FROM messages
         WHERE user_id = $1 AND words @@ ($3::tsquery && to_tsquery('simple', $2))
         ORDER BY seq DESC LIMIT $4
       ), best AS (
         SELECT * FROM titles UNION ALL SELECT * FROM said
         ORDER BY rank DESC, time DESC, conversation_id, message_id LIMIT $5 OFFSET $6
       )
       SELECT b.conversation_id AS "conversationId", c.title, b.message_id AS "messageId",
              m.sender_type AS "senderType", b.time AS "timestamp", coalesce(left(m.content, $7), '') AS content
       FROM best b
       JOIN conversations c ON c.user_id = $1 AND c.id = b.conversation_id
       LEFT JOIN messages m ON m.user_id = $1 AND m.conversation_id = b.conversation_id AND m.id = b.message_id
       -- Without any word in it the query would be the owner alone, and find everything.
       WHERE numnode(to_tsquery('simple', $2)) > 0
       ORDER BY b.rank DESC, b.time DESC, b.conversation_id, b.message_id`,
      [userId, tsquery, ownersQuery(userId), MOST_CANDIDATES, limit, offset, SEARCHED_CHARACTERS],
    );
  }
}
