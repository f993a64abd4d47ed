import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RawClient } from './raw-client.js';
import { restClient } from './rest-client.js';
import { startApp, type TestApp } from './start-app.js';
import { talk } from './talk.js';

describe('Export of a conversation', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app[Symbol.asyncDispose]());

  async function userWithTree() {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    const rest = restClient(app, cookie);
    const old = await talk(client, 'c', 'Old question');
    const said = await talk(client, 'c', 'Better *question* 🦊');
    await rest.patch('/conversations/c', { title: 'Füchse: "rot" / schlau 🦊' });
    return { rest, old, said };
  }

  it('as Markdown holds the shown branch, under a safe name', async () => {
    const { rest } = await userWithTree();
    const { headers, text } = await rest.get('/conversations/c/export?format=markdown').expect(200);
    expect(headers['content-type']).toBe('text/markdown; charset=utf-8');
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename=".*"; filename\*=UTF-8''F%C3%BCchse%20rot%20schlau%20/,
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(text).toMatch(
      /^# Füchse: "rot" \/ schlau 🦊\n\n## You · \d{4}-\d\d-\d\d \d\d:\d\d UTC\n\nBetter \*question\* 🦊\n\n## Assistant \(demo\) · /,
    );
    expect(text).not.toContain('Old question');
  });

  it('as JSON holds the whole tree', async () => {
    const { rest, old, said } = await userWithTree();
    await rest.put(`/conversations/c/messages/${said.answerId}/feedback`, { rating: 'up' }).expect(200);
    const { headers, body } = await rest.get('/conversations/c/export?format=json').expect(200);
    expect(headers['content-disposition']).toContain('.json');
    expect(body).toMatchObject({
      format: 'throughline-conversation',
      version: 1,
      conversation: { id: 'c', title: 'Füchse: "rot" / schlau 🦊', shownMessageId: said.answerId },
      messages: [
        { id: old.questionId, role: 'user', parts: [{ type: 'text', text: 'Old question' }] },
        { id: old.answerId, role: 'assistant', metadata: { parentId: old.questionId } },
        { id: said.questionId, metadata: { branch: { ids: [old.questionId, said.questionId] } } },
        { id: said.answerId, metadata: { feedback: { rating: 'up' } } },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('userId');
  });

  it('comes whole, however long the conversation is', async () => {
    const cookie = await app.signIn();
    const { answerId } = await talk(await RawClient.open(app, cookie), 'long', 'Hello');
    await app.dataSource.query(
      `INSERT INTO messages (user_id, conversation_id, id, parent_id, sender_type, content, parts, status)
       SELECT user_id, 'long', 'n' || n, CASE WHEN n = 1 THEN id ELSE 'n' || (n - 1) END, 'user', 'word ' || n,
              jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'word ' || n || '.')), 'completed'
       FROM messages, generate_series(1, 1001) n WHERE id = $1 ORDER BY n`,
      [answerId],
    );
    const rest = restClient(app, cookie);
    await rest.patch('/conversations/long', { shownMessageId: 'n1001' }).expect(200);
    const { text } = await rest.get('/conversations/long/export?format=markdown').expect(200);
    const numbers = [...text.matchAll(/^word (\d+)\.$/gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: 1001 }, (_, index) => index + 1));
    expect((await rest.get('/conversations/long/export?format=json')).body.messages).toHaveLength(1003);
  });

  it('is refused for other formats, and for what is not there or not one’s own', async () => {
    const { rest } = await userWithTree();
    await rest.get('/conversations/c/export').expect(400);
    await rest.get('/conversations/c/export?format=pdf').expect(400);
    const stranger = restClient(app, await app.signIn());
    const foreign = await stranger.get('/conversations/c/export?format=json').expect(404);
    const absent = await stranger.get('/conversations/absent/export?format=json').expect(404);
    expect(foreign.text).toBe(absent.text);
  });
});
