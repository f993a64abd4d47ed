import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { Conversation } from '../src/conversations/conversation.entity.js';
import { Message } from '../src/conversations/message.entity.js';

/** Messages stored at once: far below the parameters one statement may have. */
const BATCH = 200;

/**
 * A stored conversation of questions and answers in turn, as if they had been asked.
 *
 * @param texts oldest first; the even ones are the user's
 * @returns the ids of its messages
 */
export async function seedConversation(
  dataSource: DataSource,
  userId: string,
  conversationId: string,
  texts: string[],
): Promise<string[]> {
  const ids = texts.map(() => randomUUID());
  await dataSource.getRepository(Conversation).insert({ userId, id: conversationId, title: 'Seeded' });
  const rows = texts.map((text, index) => ({
    userId,
    conversationId,
    id: ids[index],
    parentId: index === 0 ? null : ids[index - 1],
    senderType: index % 2 === 0 ? ('user' as const) : ('ai' as const),
    content: text,
    parts: [{ type: 'text' as const, text }],
    status: 'completed' as const,
  }));
  for (let at = 0; at < rows.length; at += BATCH) {
    await dataSource.getRepository(Message).insert(rows.slice(at, at + BATCH));
  }
  return ids;
}
