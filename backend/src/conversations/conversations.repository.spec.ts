import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { Branches } from './branches.js';
import { Conversation } from './conversation.entity.js';
import { ConversationsRepository } from './conversations.repository.js';

describe('ConversationsRepository', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;
  let conversations: ConversationsRepository;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    conversations = new ConversationsRepository(dataSource, new Branches(dataSource));
  });
  afterAll(() => close());

  async function start(): Promise<string> {
    const id = randomUUID();
    await dataSource.manager.insert(Conversation, { userId: 'ada', id, title: 'First words' });
    return id;
  }
  const titleOf = async (id: string) => (await conversations.find('ada', id))?.title;

  it('takes the model’s title once, and only before the user’s', async () => {
    const id = await start();
    expect(await conversations.saveModelTitle('ada', id, 'Model')).toBe(true);
    expect(await conversations.saveModelTitle('ada', id, 'Again')).toBe(false);
    expect(await titleOf(id)).toBe('Model');
    await conversations.update('ada', id, { title: 'Mine' });
    expect(await conversations.saveModelTitle('ada', id, 'Late')).toBe(false);
    expect(await titleOf(id)).toBe('Mine');
    expect(await conversations.saveModelTitle('eve', await start(), 'Foreign')).toBe(false);
  });

  it('keeps the user’s title when both come at once', async () => {
    for (let round = 0; round < 20; round++) {
      const id = await start();
      const both = [
        () => conversations.saveModelTitle('ada', id, 'Model'),
        () => conversations.update('ada', id, { title: 'Mine' }),
      ];
      await Promise.all((round % 2 ? both : both.toReversed()).map((write) => write()));
      expect(await titleOf(id)).toBe('Mine');
    }
  });
});
