import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConversationPage } from '@app/chat-protocol';
import { RawClient } from './raw-client.js';
import { restClient, type RestClient } from './rest-client.js';
import { startApp, type TestApp } from './start-app.js';
import { talk } from './talk.js';

describe('Conversations over REST', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  /** A user with the conversations named, oldest first. */
  async function userWith(...ids: string[]): Promise<{ rest: RestClient; client: RawClient }> {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    for (const id of ids) await talk(client, id, `About ${id}`);
    return { rest: restClient(app, cookie), client };
  }

  async function list(rest: RestClient, filter?: string): Promise<string[]> {
    const { body } = await rest.get(`/conversations${filter ? `?filter=${filter}` : ''}`).expect(200);
    return (body as ConversationPage).conversations.map(({ id }) => id);
  }

  it('are active until they are pinned or archived', async () => {
    const { rest } = await userWith('a', 'b', 'c', 'd');
    await rest.patch('/conversations/a', { isPinned: true }).expect(200);
    await rest.patch('/conversations/b', { isArchived: true }).expect(200);
    await rest.patch('/conversations/c', { isPinned: true, isArchived: true }).expect(200);
    expect(await list(rest, 'active')).toEqual(['d']);
    expect(await list(rest)).toEqual(['d']);
    expect(await list(rest, 'pinned')).toEqual(['a']);
    expect(await list(rest, 'archived')).toEqual(['c', 'b']);
    await rest.patch('/conversations/a', { isPinned: false }).expect(200);
    expect(await list(rest, 'active')).toEqual(['d', 'a']);
    await rest.get('/conversations?filter=all').expect(400);
  });

  it.each(['pinned', 'archived'])('that are %s come in pages', async (filter) => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const { rest } = await userWith(...ids, 'another');
    for (const id of ids)
      await rest.patch(`/conversations/${id}`, { isPinned: true, isArchived: filter === 'archived' });
    const first = (await rest.get(`/conversations?filter=${filter}&limit=3`)).body as ConversationPage;
    expect(first.conversations.map(({ id }) => id)).toEqual(['e', 'd', 'c']);
    const second = await rest.get(`/conversations?filter=${filter}&limit=3&cursor=${first.nextCursor}`);
    expect(second.body).toMatchObject({ conversations: [{ id: 'b' }, { id: 'a' }], nextCursor: null });
  });

  it('are unread from the end of an answer until they are viewed or written in', async () => {
    const { rest, client } = await userWith('a', 'b');
    const unread = async (id: string) => (await rest.get(`/conversations/${id}`)).body.isUnread as boolean;
    expect(await unread('a')).toBe(true);
    expect((await rest.patch('/conversations/a', { isUnread: false }).expect(200)).body).toMatchObject({
      isUnread: false,
    });
    expect([await unread('a'), await unread('b')]).toEqual([false, true]);
    await talk(client, 'a', 'More');
    expect(await unread('a')).toBe(true);
    await rest.patch('/conversations/a', { isUnread: true }).expect(400);
  });

  it('keep instructions, whatever they are written in', async () => {
    const { rest } = await userWith('a');
    const instructions = 'Отвечай коротко 🦊\n<b>مرحبا</b> \u0000 end';
    const { body } = await rest.patch('/conversations/a', { instructions }).expect(200);
    expect(body.instructions).toBe(instructions.replace('\u0000', '\uFFFD'));
    await rest.patch('/conversations/a', { instructions: 'x'.repeat(4000) }).expect(200);
    await rest.patch('/conversations/a', { instructions: 'x'.repeat(4001) }).expect(400);
    expect((await rest.patch('/conversations/a', { instructions: '' })).body.instructions).toBe('');
  });

  it('change in what is named only, so that two tabs do not undo each other', async () => {
    const { rest, client } = await userWith('a');
    await Promise.all([
      rest.patch('/conversations/a', { title: '  Ein schöner Titel 🎈 ' }).expect(200),
      rest.patch('/conversations/a', { isPinned: true }).expect(200),
      rest.patch('/conversations/a', { instructions: 'Be brief.' }).expect(200),
      rest.patch('/conversations/a', { isUnread: false }).expect(200),
    ]);
    const { body } = await rest.get('/conversations/a');
    expect(body).toMatchObject({
      title: 'Ein schöner Titel 🎈',
      isPinned: true,
      instructions: 'Be brief.',
      isUnread: false,
      isArchived: false,
    });
    expect((await rest.patch('/conversations/a', {}).expect(200)).body).toEqual(body);
    expect(client.of('event').map(({ event }) => event)).toContainEqual({
      kind: 'conversation-changed',
      conversationId: 'a',
    });
  });

  it.each([
    [{ title: '' }],
    [{ title: ' ' }],
    [{ title: 'x'.repeat(201) }],
    [{ title: null }],
    [{ isPinned: 'yes' }],
    [{ isArchived: 1 }],
    [{ lastUpdateTime: '2020-01-01' }],
    [{ userId: 'someone' }],
    [[]],
  ])('refuse the change %j', async (change) => {
    const { rest } = await userWith('a');
    const { body } = await rest.patch('/conversations/a', change).expect(400);
    expect(body).toEqual({ code: 'bad-request', message: expect.any(String) });
  });

  it('go all at once, and nobody else’s do', async () => {
    const { rest, client } = await userWith('a', 'b');
    const other = await userWith('a');
    await rest.patch('/conversations/a', { isArchived: true });
    await rest.delete('/conversations').expect(204);
    for (const filter of ['active', 'archived']) expect(await list(rest, filter)).toEqual([]);
    await rest.get('/conversations/a/messages').expect(404);
    expect(client.of('event').map(({ event }) => event.kind)).toContain('resync');
    expect(await list(other.rest, 'active')).toEqual(['a']);
    await rest.delete('/conversations').expect(204);
  });

  it('answer the same for what is another user’s and what does not exist', async () => {
    await userWith('theirs');
    const { rest } = await userWith();
    for (const call of [
      (id: string) => rest.get(`/conversations/${id}`),
      (id: string) => rest.patch(`/conversations/${id}`, { isPinned: true }),
      (id: string) => rest.patch(`/conversations/${id}`, {}),
      (id: string) => rest.delete(`/conversations/${id}`),
    ]) {
      const [foreign, absent] = [await call('theirs'), await call('absent')];
      expect([foreign.status, foreign.text]).toEqual([404, absent.text]);
    }
  });
});
