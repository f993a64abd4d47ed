import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { restClient } from './rest-client.js';
import { startApp, type TestApp } from './start-app.js';
import { talk } from './talk.js';

describe('Feedback and settings', () => {
  const model = new HandModel();
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ models: model, env: { CHAT_SYSTEM_PROMPT: 'Be kind.' } });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  async function userWithAnswer() {
    const cookie = await app.signIn();
    const client = await RawClient.open(app, cookie);
    const index = model.calls.length;
    const talking = talk(client, 'c', 'Hello');
    (await model.call(index)).say('Answer').finish();
    const said = await talking;
    const rest = restClient(app, cookie);
    const path = `/conversations/c/messages/${said.answerId}/feedback`;
    const shown = async () =>
      (await rest.get('/conversations/c/messages')).body.messages[1].metadata.feedback as unknown;
    return { rest, client, path, shown, ...said };
  }

  it('on an answer is stored, changed and taken back, and shown with the answer', async () => {
    const { rest, client, path, shown } = await userWithAnswer();
    expect(await shown()).toBeUndefined();
    const first = await rest.put(path, { rating: 'up' }).expect(200);
    expect(first.body).toEqual({ rating: 'up', reasons: [], comment: '' });
    expect(await shown()).toEqual(first.body);
    const second = { rating: 'down', reasons: ['too-long', 'style'], comment: 'Слишком длинно 🐢 <b>' };
    await rest.put(path, { ...second, reasons: ['too-long', 'style', 'style'] }).expect(200, second);
    await rest.put(path, second).expect(200, second);
    expect(await shown()).toEqual(second);
    expect(client.of('event').at(-1)?.event).toEqual({ kind: 'conversation-changed', conversationId: 'c' });
    await rest.delete(path).expect(204);
    await rest.delete(path).expect(204);
    expect(await shown()).toBeUndefined();
  });

  it('given by two tabs at once is one of the two', async () => {
    const { rest, path, shown } = await userWithAnswer();
    const opinions = Array.from({ length: 8 }, (_, n) => ({
      rating: n % 2 ? 'up' : 'down',
      reasons: [],
      comment: `${n}`,
    }));
    await Promise.all(opinions.map((opinion) => rest.put(path, opinion).expect(200)));
    expect(opinions).toContainEqual(await shown());
  });

  it.each([
    {},
    { rating: 'good' },
    { rating: 'up', reasons: ['incorrect'] },
    { rating: 'down', reasons: ['accurate'] },
    { rating: 'up', reasons: 'accurate' },
    { rating: 'up', comment: 'x'.repeat(2001) },
    { rating: 'up', stars: 5 },
    [],
  ])('%j is refused', async (body) => {
    const { rest, path, shown } = await userWithAnswer();
    expect((await rest.put(path, body).expect(400)).body.code).toBe('bad-request');
    expect(await shown()).toBeUndefined();
  });

  it('is for one’s own answers only: anything else is not there', async () => {
    const { rest, questionId } = await userWithAnswer();
    const other = await userWithAnswer();
    const absent = `/conversations/c/messages/absent/feedback`;
    const { text } = await rest.put(absent, { rating: 'up' }).expect(404);
    for (const path of [other.path, `/conversations/c/messages/${questionId}/feedback`, absent.replace('/c/', '/d/')]) {
      expect((await rest.put(path, { rating: 'up' }).expect(404)).text).toBe(text);
      expect((await rest.delete(path).expect(404)).text).toBe(text);
    }
    expect(await other.shown()).toBeUndefined();
  });

  it('goes with its conversation', async () => {
    const { rest, path, answerId } = await userWithAnswer();
    await rest.put(path, { rating: 'up' }).expect(200);
    await rest.delete('/conversations/c').expect(204);
    expect(await app.dataSource.query('SELECT 1 FROM feedback WHERE message_id = $1', [answerId])).toEqual([]);
  });

  it('of a user are kept, and are nobody else’s', async () => {
    const rest = restClient(app, await app.signIn());
    await rest.get('/settings').expect(200, { instructions: '' });
    const instructions = 'Sprich Deutsch 🥨\nund kurz';
    await rest.patch('/settings', { instructions }).expect(200, { instructions });
    await rest.patch('/settings', {}).expect(200, { instructions });
    expect((await rest.get('/settings').expect(200)).body).toEqual({ instructions });
    await restClient(app, await app.signIn())
      .get('/settings')
      .expect(200, { instructions: '' });
    for (const body of [{ instructions: 'x'.repeat(4001) }, { instructions: null }, { theme: 'dark' }, []]) {
      await rest.patch('/settings', body).expect(400);
    }
    await rest.patch('/settings', { instructions: '' }).expect(200, { instructions: '' });
    await restClient(app, '').get('/settings').expect(401);
  });

  it('tell the model what the user wants, in this conversation and in all', async () => {
    const cookie = await app.signIn();
    const rest = restClient(app, cookie);
    const client = await RawClient.open(app, cookie);
    const systemOf = async (question: string) => {
      const index = model.calls.length;
      const talking = talk(client, 'c', question);
      const call = await model.call(index);
      call.say('Answer').finish();
      await talking;
      return call.prompt[0];
    };
    expect(await systemOf('First')).toEqual({ role: 'system', text: 'Be kind.' });
    await rest.patch('/settings', { instructions: 'I am Ada.' });
    await rest.patch('/conversations/c', { instructions: 'Speak in verse.' });
    const { text } = await systemOf('Second');
    expect(text).toMatch(/^Be kind\.\n\n.*\nI am Ada\.\n\n.*\nSpeak in verse\.$/);
  });
});
