import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { statement } from '../database/statement.js';
import { UserSettings } from './user-settings.entity.js';

const INSTRUCTIONS = statement(
  'instructions',
  `SELECT coalesce((SELECT instructions FROM user_settings WHERE user_id = $1), '') AS "user",
          coalesce((SELECT instructions FROM conversations WHERE user_id = $1 AND id = $2), '') AS "conversation"`,
);

/** What users have set. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find(userId: string): Promise<Pick<UserSettings, 'instructions'>> {
    return (await this.dataSource.manager.findOneBy(UserSettings, { userId })) ?? { instructions: '' };
  }

  /** Changes only what is named. */
  async update(userId: string, changes: Partial<Pick<UserSettings, 'instructions'>>): Promise<void> {
    if (Object.keys(changes).length === 0) return;
    await this.dataSource.manager.upsert(UserSettings, { userId, ...changes }, ['userId']);
  }

  /** What a user wants a model told: everywhere, and in one conversation. Empty = nothing. */
  async findInstructions(userId: string, conversationId: string): Promise<{ user: string; conversation: string }> {
    const [found]: { user: string; conversation: string }[] = await this.dataSource.query(INSTRUCTIONS, [
      userId,
      conversationId,
    ]);
    return found;
  }
}
