import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ConversationPage, MessagePage } from '@app/chat-protocol';
import request from 'supertest';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { startApp, type TestApp } from './start-app.js';

describe('REST', () => {
  const model = new HandModel();
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ models: model });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  const get = (path: string, cookie: string) => request(app.app.getHttpServer()).get(path).set('Cookie', cookie);

  /** Asks and answers, one turn after the other. */
  async function converse(client: RawClient, conversationId: string, texts: string[]): Promise<void> {
    const earlier: { id: string; role: string; parts: [] }[] = [];
    for (const [n, text] of texts.entries()) {
      const requestId = `${conversationId}-${n}`;
      const calls = model.calls.length;
      client.ask(conversationId, requestId, text, {
        messages: [...earlier, { id: `m-${requestId}`, role: 'user', parts: [{ type: 'text', text }] }],
      });
      (await model.call(calls)).say(`Re: ${text}`).finish();
      await client.first('end', requestId);
      const { answerId } = await client.first('accepted', requestId);
      earlier.push({ id: `m-${requestId}`, role: 'user', parts: [] }, { id: answerId, role: 'assistant', parts: [] });
    }
  }

  describe('GET /api/v1/session', () => {
    it('begins a guest session in a cookie that no script can read, and keeps it', async () => {
      const first = await request(app.app.getHttpServer()).get('/api/v1/session').expect(200);
      const [cookie] = first.get('Set-Cookie')!;
      expect(cookie).toMatch(/^throughline_session=.+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
      expect(first.body).toEqual({
        userId: expect.any(String),
        user: { id: first.body.userId, name: 'Guest', email: null, isGuest: true, role: 'user', hasPassword: false },
        auth: { modes: ['guest', 'password'], oidcName: null, isSignUpOpen: true },
        model: { id: 'hand', isDemo: false },
        maxMessageCharacters: 32_000,
      });
      const again = await get('/api/v1/session', cookie).expect(200);
      expect(again.body.userId).toBe(first.body.userId);
    });

    it('gives whoever brings a forged cookie a session of their own', async () => {
      const { body } = await get('/api/v1/session', 'throughline_session=someone.forged').expect(200);
      expect(body.userId).not.toBe('someone');
    });
  });

  it('lists conversations newest first, in pages, with titles from the first message', async () => {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    for (const n of [1, 2, 3, 4, 5]) await converse(client, `c${n}`, [`Question ${n}\nwith a second line`]);
    const first = (await get('/api/v1/conversations?limit=3', cookie).expect(200)).body as ConversationPage;
    expect(first.conversations.map(({ id }) => id)).toEqual(['c5', 'c4', 'c3']);
    expect(first.conversations[0]).toMatchObject({ title: 'Question 5', isAnswering: false });
    const second = await get(`/api/v1/conversations?limit=3&cursor=${first.nextCursor}`, cookie).expect(200);
    expect(second.body.conversations.map(({ id }: { id: string }) => id)).toEqual(['c2', 'c1']);
    expect(second.body.nextCursor).toBeNull();
  });

  it('pages through the newest branch from its end, and tells of unfinished turns', async () => {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    await converse(client, 'long', ['one', 'two', 'three']);
    client.ask('long', 'open', 'four', {
      messages: [
        { id: client.of('accepted', 'long-2')[0].answerId, role: 'assistant', parts: [] },
        { id: 'm-open', role: 'user', parts: [{ type: 'text', text: 'four' }] },
      ],
    });
    const { turnId, answerId } = await client.first('accepted', 'open');

    const texts = (page: MessagePage) =>
      page.messages.map(({ parts }) => parts.map((part) => (part.type === 'text' ? part.text : '')).join(''));
    const last = (await get('/api/v1/conversations/long/messages?limit=3', cookie).expect(200)).body as MessagePage;
    expect(texts(last)).toEqual(['Re: three', 'four', '']);
    expect(last.messages.at(-1)).toMatchObject({ id: answerId, role: 'assistant', metadata: { status: 'pending' } });
    expect(last.activeTurns).toEqual([{ turnId, answerId, status: 'running' }]);
    const above = (await get(`/api/v1/conversations/long/messages?limit=3&cursor=${last.nextCursor}`, cookie)).body;
    expect(texts(above)).toEqual(['two', 'Re: two', 'three']);
    const top = (await get(`/api/v1/conversations/long/messages?limit=3&cursor=${above.nextCursor}`, cookie)).body;
    expect(texts(top)).toEqual(['one', 'Re: one']);
    expect(top.nextCursor).toBeNull();
    model.calls.at(-1)!.say('x').finish();
    await client.first('end', 'open');
  });

  it('renames and deletes, and tells the user’s sockets', async () => {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    await converse(client, 'kept', ['Hello']);
    const server = app.app.getHttpServer();
    const renamed = await request(server)
      .patch('/api/v1/conversations/kept')
      .set('Cookie', cookie)
      .send({ title: ' Better ' });
    expect(renamed.body).toMatchObject({ id: 'kept', title: 'Better' });
    await request(server).patch('/api/v1/conversations/kept').set('Cookie', cookie).send({ title: '' }).expect(400);
    await request(server).delete('/api/v1/conversations/kept').set('Cookie', cookie).expect(204);
    await get('/api/v1/conversations/kept/messages', cookie).expect(404);
    expect(client.of('event').map(({ event }) => event.kind)).toEqual(
      expect.arrayContaining(['turn-started', 'turn-settled', 'conversation-changed', 'conversation-deleted']),
    );
  });

  it.each(['/gone', ''])(
    'stops the answer of a conversation that DELETE %s deletes, and ends its readers',
    async (path) => {
      const cookie = await app.signIn();
      const client = await RawClient.open(app, cookie);
      const calls = model.calls.length;
      client.ask('gone', 'r1', 'Hello');
      const call = await model.call(calls);
      call.say('Some');
      await client.first('chunk');
      await request(app.app.getHttpServer()).delete(`/api/v1/conversations${path}`).set('Cookie', cookie).expect(204);
      await client.first('error', 'r1');
      expect(call.isAborted).toBe(true);
    },
  );

  it('answers the same for what is another user’s and what does not exist', async () => {
    const owner = await app.signIn();
    await converse(await RawClient.open(app, owner), 'theirs', ['Secret']);
    const stranger = await app.signIn();
    const server = app.app.getHttpServer();
    for (const path of ['', '/messages']) {
      const foreign = await get(`/api/v1/conversations/theirs${path}`, stranger);
      const absent = await get(`/api/v1/conversations/absent${path}`, stranger);
      expect(foreign.status).toBe(404);
      expect(foreign.text).toBe(absent.text);
    }
    await request(server).delete('/api/v1/conversations/theirs').set('Cookie', stranger).expect(404);
    await request(server)
      .patch('/api/v1/conversations/theirs')
      .set('Cookie', stranger)
      .send({ title: 'x' })
      .expect(404);
    expect((await get('/api/v1/conversations', stranger)).body.conversations).toEqual([]);
    await get('/api/v1/conversations/theirs', owner).expect(200);
  });

  it('refuses requests without a session, bad cursors and bad limits', async () => {
    await request(app.app.getHttpServer())
      .get('/api/v1/conversations')
      .expect(401, { code: 'no-session', message: 'There is no session.' });
    const cookie = await app.signIn();
    await get('/api/v1/conversations?limit=0', cookie).expect(400);
    await get('/api/v1/conversations?limit=101', cookie).expect(400);
    await get('/api/v1/conversations?cursor=nonsense', cookie).expect(400);
    await get('/api/v1/conversations/c/messages?cursor=%00', cookie).expect(400);
    for (const id of ['%00', 'a%20b', 'x'.repeat(65)]) await get(`/api/v1/conversations/${id}`, cookie).expect(404);
  });

  it('sends headers that keep a page in its place', async () => {
    const { headers } = await request(app.app.getHttpServer()).get('/health/live').expect(200);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain("script-src 'unsafe");
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-powered-by']).toBeUndefined();
    await request(app.app.getHttpServer()).get('/health/ready').expect(200, { status: 'ok' });
  });
});
