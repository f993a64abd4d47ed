import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { Message } from '../src/conversations/message.entity.js';
import { HandModel } from './hand-model.js';
import { startApp, type TestApp } from './start-app.js';
import { StockChat, stockTransport, textOf } from './stock-client.js';
import { until } from './until.js';

describe('unmodified AI SDK clients', () => {
  const model = new HandModel();
  let app: TestApp;
  let cookie: string;

  beforeAll(async () => {
    app = await startApp({ models: model });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    model.calls.length = 0;
    cookie = await app.signIn();
  });

  const stored = (conversationId: string) =>
    app.dataSource.manager.find(Message, { where: { conversationId }, order: { seq: 'ASC' } });

  it('send, watch the answer stream in, and find both messages stored', async () => {
    const chat = new StockChat({ id: 'plain', transport: stockTransport(app, cookie) });
    const done = chat.sendMessage({ text: 'Hello' });
    const call = await model.call(0);
    call.say('Good ', 'day');
    await until('the first words are shown', () => chat.lastText === 'Good day');
    expect(chat.status).toBe('streaming');
    call.say('!').finish();
    await done;

    expect(chat.status).toBe('ready');
    expect(chat.lastText).toBe('Good day!');
    expect(chat.lastMessage).toMatchObject({ role: 'assistant', metadata: { status: 'completed', model: 'hand' } });
    expect(call.prompt).toEqual([
      { role: 'system', text: expect.any(String) },
      { role: 'user', text: 'Hello' },
    ]);
    const [question, answer] = await stored('plain');
    expect(question).toMatchObject({ id: chat.messages[0].id, senderType: 'user', content: 'Hello', parentId: null });
    expect(answer).toMatchObject({
      id: chat.lastMessage!.id,
      senderType: 'ai',
      content: 'Good day!',
      parentId: question.id,
      status: 'completed',
      model: 'hand',
      usage: { inputTokens: 3, outputTokens: 5 },
    });
  });

  it('share one socket among several chats, and show the model the whole conversation', async () => {
    const sockets: WebSocket[] = [];
    const transport = stockTransport(app, cookie, sockets);
    const chats = ['one', 'two', 'three'].map((id) => new StockChat({ id, transport }));
    const sending = chats.map((chat) => chat.sendMessage({ text: `I am ${chat.id}` }));
    await until('all three were asked', () => model.calls.length === 3);
    for (const call of model.calls) call.say(`You are ${call.prompt.at(-1)!.text.slice(5)}`).finish();
    await Promise.all(sending);
    expect(chats.map((chat) => chat.lastText)).toEqual(['You are one', 'You are two', 'You are three']);
    expect(sockets).toHaveLength(1);

    const again = chats[1].sendMessage({ text: 'Sure?' });
    const call = await model.call(3);
    call.say('Yes').finish();
    await again;
    expect(call.prompt.slice(1).map(({ text }) => text)).toEqual(['I am two', 'You are two', 'Sure?']);
  });

  it('stop an answer: the model is let go, what came is kept and marked', async () => {
    const chat = new StockChat({ id: 'stopped', transport: stockTransport(app, cookie) });
    const sending = chat.sendMessage({ text: 'Talk' });
    const call = await model.call(0);
    call.say('One two');
    await until('something is shown', () => chat.lastText === 'One two');
    await chat.stop();
    await sending;
    await until('the model was let go', () => call.isAborted);
    await until('the end is stored', async () => (await stored('stopped'))[1].status === 'stopped');
    expect((await stored('stopped'))[1]).toMatchObject({ content: 'One two' });
    expect(chat.lastText).toBe('One two');
  });

  it('regenerate an answer: the old one stays beside the new', async () => {
    const chat = new StockChat({ id: 'again', transport: stockTransport(app, cookie) });
    const first = chat.sendMessage({ text: 'Say something' });
    (await model.call(0)).say('A').finish();
    await first;
    const second = chat.regenerate();
    const call = await model.call(1);
    expect(call.prompt.slice(1).map(({ text }) => text)).toEqual(['Say something']);
    call.say('B').finish();
    await second;
    expect(chat.messages.map(textOf)).toEqual(['Say something', 'B']);
    const [question, a, b] = await stored('again');
    expect([a, b]).toMatchObject([
      { content: 'A', parentId: question.id },
      { content: 'B', parentId: question.id },
    ]);
  });

  it('edit a message in place: the old text and its answer stay as a sibling branch', async () => {
    const chat = new StockChat({ id: 'edited', transport: stockTransport(app, cookie) });
    const first = chat.sendMessage({ text: 'Old' });
    (await model.call(0)).say('To the old').finish();
    await first;
    const second = chat.sendMessage({ text: 'New', messageId: chat.messages[0].id });
    const call = await model.call(1);
    expect(call.prompt.slice(1).map(({ text }) => text)).toEqual(['New']);
    call.say('To the new').finish();
    await second;
    expect(chat.messages.map(textOf)).toEqual(['New', 'To the new']);
    const messages = await stored('edited');
    expect(messages.map(({ content }) => content)).toEqual(['Old', 'To the old', 'New', 'To the new']);
    expect(messages[1].parentId).toBe(messages[0].id);
    expect(messages.map(({ parentId }) => parentId === null)).toEqual([true, false, true, false]);
  });

  it('resume after the connection broke in mid-answer, with the text whole and once', async () => {
    const sockets: WebSocket[] = [];
    const transport = stockTransport(app, cookie, sockets);
    const chat = new StockChat({ id: 'broken', transport });
    const sending = chat.sendMessage({ text: 'Talk' });
    const call = await model.call(0);
    call.say('Part one, ');
    await until('something is shown', () => chat.lastText === 'Part one, ');
    sockets[0].terminate();
    await sending;
    expect(chat.status).toBe('error');
    expect(call.isAborted).toBe(false);
    call.say('part two, ');

    const resuming = chat.resumeStream();
    await until('it goes on', () => chat.lastText === 'Part one, part two, ');
    call.say('part three.').finish();
    await resuming;
    expect(chat.status).toBe('ready');
    expect(chat.lastText).toBe('Part one, part two, part three.');
    expect(chat.messages).toHaveLength(2);
    expect(model.calls).toHaveLength(1);
  });

  it('resume an answer that ended while nobody was connected', async () => {
    const sockets: WebSocket[] = [];
    const chat = new StockChat({ id: 'absent', transport: stockTransport(app, cookie, sockets) });
    const sending = chat.sendMessage({ text: 'Talk' });
    const call = await model.call(0);
    call.say('Begun');
    await until('something is shown', () => chat.lastText === 'Begun');
    sockets[0].terminate();
    await sending;
    call.say(' and done').finish();
    await until('the end is stored', async () => (await stored('absent'))[1].status === 'completed');
    await chat.resumeStream();
    expect(chat.lastText).toBe('Begun and done');
  });

  it('find nothing to resume in a conversation that does not exist, or is not theirs', async () => {
    const chat = new StockChat({ id: 'mine', transport: stockTransport(app, cookie) });
    const sending = chat.sendMessage({ text: 'Secret' });
    (await model.call(0)).say('Answer').finish();
    await sending;
    for (const id of ['mine', 'nobodys']) {
      const other = new StockChat({ id, transport: stockTransport(app, await app.signIn()) });
      await other.resumeStream();
      expect(other.messages).toEqual([]);
      expect(other.status).toBe('ready');
    }
  });

  it('see a failed answer as an error with a human sentence, keep the partial, and retry', async () => {
    const chat = new StockChat({ id: 'failed', transport: stockTransport(app, cookie) });
    const sending = chat.sendMessage({ text: 'Talk' });
    const call = await model.call(0);
    call.say('Half an ');
    await until('something is shown', () => chat.lastText === 'Half an ');
    call.fail(new TypeError('terminated', { cause: new Error('sk-canary123456') }));
    await sending;
    expect(chat.status).toBe('error');
    expect(chat.error?.message).toMatch(/connection to the AI service broke/);
    expect(chat.lastText).toBe('Half an ');
    expect(chat.lastMessage).toMatchObject({
      metadata: { status: 'failed', error: { code: 'service-cut', retryable: true } },
    });
    expect((await stored('failed'))[1]).toMatchObject({ content: 'Half an ', status: 'failed' });

    const again = chat.regenerate();
    (await model.call(1)).say('Whole').finish();
    await again;
    expect(chat.messages.map(textOf)).toEqual(['Talk', 'Whole']);
  });
});
