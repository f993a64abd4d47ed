import type { Feedback } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { FeedbackRow } from './feedback.entity.js';

/** What users think of answers. */
@Injectable()
export class FeedbackRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Gives or changes an opinion; false = the user has no such answer. */
  async save(userId: string, conversationId: string, messageId: string, feedback: Feedback): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `INSERT INTO feedback (user_id, conversation_id, message_id, rating, reasons, comment)
       SELECT user_id, conversation_id, id, $4, $5::jsonb, $6 FROM messages
       WHERE user_id = $1 AND conversation_id = $2 AND id = $3 AND sender_type = 'ai'
       ON CONFLICT (user_id, conversation_id, message_id) DO UPDATE
         SET rating = excluded.rating, reasons = excluded.reasons, comment = excluded.comment, updated_at = now()
       RETURNING 1`,
      [userId, conversationId, messageId, feedback.rating, JSON.stringify(feedback.reasons), feedback.comment],
    );
    return rows.length === 1;
  }

  /** Takes an opinion back; nothing happens where there is none. */
  async delete(userId: string, conversationId: string, messageId: string): Promise<void> {
    await this.dataSource.manager.delete(FeedbackRow, { userId, conversationId, messageId });
  }

  /** By the answer's id. */
  async findOf(userId: string, conversationId: string, messageIds: string[]): Promise<Map<string, Feedback>> {
    const rows = await this.dataSource.manager.findBy(FeedbackRow, {
      userId,
      conversationId,
      messageId: In(messageIds),
    });
    return new Map(rows.map(({ messageId, rating, reasons, comment }) => [messageId, { rating, reasons, comment }]));
  }
}
