import type { EntityManager } from 'typeorm';

/**
 * Holds a user and all that is theirs until the transaction ends: whoever is adding something commits first, or finds
 * the user gone. The order is everybody's: the user, conversations, turns by id. False = there is no such user.
 */
export async function lockUser(manager: EntityManager, userId: string): Promise<boolean> {
  const users: unknown[] = await manager.query(`SELECT 1 FROM users WHERE id = $1 FOR UPDATE`, [userId]);
  if (users.length === 0) return false;
  await manager.query(`SELECT 1 FROM conversations WHERE user_id = $1 ORDER BY id FOR UPDATE`, [userId]);
  await manager.query(`SELECT 1 FROM turns WHERE user_id = $1 ORDER BY id FOR UPDATE`, [userId]);
  return true;
}
