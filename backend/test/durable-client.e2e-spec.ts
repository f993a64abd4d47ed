import { createChatTransport, type ChatClient } from '@app/chat-transport';
import type { ChatMessage } from '@app/chat-protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { UIMessage } from 'ai';
import type { WebSocket } from 'ws';
import { Message } from '../src/conversations/message.entity.js';
import { TurnsRepository } from '../src/turns/turns.repository.js';
import { HandModel } from './hand-model.js';
import { cookieOf, PASSWORD, startApp, type TestApp } from './start-app.js';
import { browserSocket, StockChat } from './stock-client.js';
import { until } from './until.js';

const DELTAS = ['One ', 'two ', 'three ', '# four\n', 'five ', '😀 ', 'seven ', 'eight.'];

describe('our client on the real gateway', () => {
  const model = new HandModel();
  let app: TestApp;
  let client: ChatClient;
  let sockets: WebSocket[];

  beforeAll(async () => {
    app = await startApp({ models: model, env: { CHAT_MAX_SOCKETS_PER_USER: '100' } });
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    model.calls.length = 0;
    sockets = [];
    client = createChatTransport({
      url: app.socketUrl,
      webSocket: browserSocket(app.origin, await app.signIn(), sockets),
      timing: { backoffBaseMs: 5, backoffCapMs: 50 },
    });
  });
  afterEach(() => {
    client.close();
  });

  const chatOf = (id: string) => new StockChat({ id, transport: client.transport as never });

  /** Sends a question and has the model answer it, with `onDelta` called before each delta. */
  async function converse(chat: StockChat, onDelta: (index: number) => void | Promise<void>): Promise<void> {
    const asked = model.calls.length;
    const sending = chat.sendMessage({ text: 'Tell me' });
    const call = await model.call(asked);
    for (const [index, delta] of DELTAS.entries()) {
      await onDelta(index);
      call.say(delta);
    }
    call.finish();
    await sending;
  }

  it('streams inside one send, with the link cut before every single delta', async () => {
    for (let cut = 0; cut <= DELTAS.length; cut += 1) {
      const chat = chatOf(`cut-${cut}`);
      await converse(chat, async (index) => {
        if (index !== cut) return;
        await until(
          'what was said is shown',
          () => chat.lastMessage?.role !== 'assistant' || chat.lastText === DELTAS.slice(0, index).join(''),
        );
        sockets.at(-1)!.terminate();
      });
      expect({ cut, status: chat.status, text: chat.lastText }).toEqual({
        cut,
        status: 'ready',
        text: DELTAS.join(''),
      });
    }
    expect(model.calls).toHaveLength(DELTAS.length + 1);
  });

  it('streams inside one send, with the link cut again and again', async () => {
    const chat = chatOf('many-cuts');
    await converse(chat, async (index) => {
      const known = sockets.length;
      sockets.at(-1)!.terminate();
      if (index % 2 === 0) await until('it dialled again', () => sockets.length > known);
    });
    expect(chat.lastText).toBe(DELTAS.join(''));
    expect(chat.messages).toHaveLength(2);
    expect(model.calls).toHaveLength(1);
    expect(await app.dataSource.manager.countBy(Message, { conversationId: 'many-cuts' })).toBe(2);
  });

  it('has the stored answer, whole, when it comes back after the log has expired', async () => {
    const errors: string[] = [];
    client.on('error', ({ error }) => errors.push(error.code));
    const chat = chatOf('expired');
    const sending = chat.sendMessage({ text: 'Tell me' });
    const call = await model.call(0);
    call.say(...DELTAS.slice(0, 3));
    await until('a part is shown', () => chat.lastText === DELTAS.slice(0, 3).join(''));
    client.hangUp();
    call.say(...DELTAS.slice(3)).finish();
    const stored = () => app.dataSource.manager.findOneBy(Message, { conversationId: 'expired', senderType: 'ai' });
    await until('it is stored', async () => (await stored())?.status === 'completed');
    await app.dataSource.query(
      `UPDATE turns SET ended_at = now() - interval '25 hours' WHERE conversation_id = 'expired'`,
    );
    await app.app.get(TurnsRepository).expireLogs(24);

    client.redial();
    await sending;
    expect(errors).toEqual([]);
    expect(chat.status).toBe('ready');
    expect(chat.lastText).toBe(DELTAS.join(''));
    expect(chat.messages).toHaveLength(2);
    const { id, parts } = (await stored())!;
    expect(chat.lastMessage).toMatchObject({ id, metadata: { status: 'completed' } });
    expect(chat.lastMessage!.parts.map(({ type }) => type)).toEqual(parts.map(({ type }) => type));
  });

  it('hears that a message is saved, and stops its answer by the turn', async () => {
    const accepted: string[] = [];
    client.on('accepted', (frame) => accepted.push(frame.turnId));
    const chat = chatOf('stopped');
    const sending = chat.sendMessage({ text: 'Tell me' });
    const call = await model.call(0);
    call.say('Some');
    await until('it is shown', () => chat.lastText === 'Some');
    client.stop(accepted[0]);
    await sending;
    expect(call.isAborted).toBe(true);
    expect(chat.status).toBe('ready');
    expect((chat.lastMessage as UIMessage as ChatMessage).metadata).toMatchObject({ status: 'stopped' });
  });

  it('delivers what was sent while there was no link, once', async () => {
    client.connect();
    await until('the link is up', () => client.connection.getSnapshot().state === 'open');
    const chat = chatOf('offline');
    // Sent from the listener: the link is back within milliseconds here, and a poll can miss that it was down.
    const answered = new Promise<void>((resolve, reject) => {
      const unsubscribe = client.connection.subscribe(() => {
        if (client.connection.getSnapshot().state === 'open') return;
        unsubscribe();
        converse(chat, () => undefined).then(resolve, reject);
      });
    });
    sockets.at(-1)!.terminate();
    await answered;
    expect(chat.lastText).toBe(DELTAS.join(''));
    expect(await client.outbox.list()).toEqual([]);
  });

  it('loses nothing when the session ends in the middle of an answer: signed in again, it has it whole', async () => {
    const account = { email: 'tabs@example.com', password: PASSWORD };
    let cookie = await app.signUp(account);
    const tabA = cookie;
    const sessionOf = async () => cookieOf(await app.call('POST', '/auth/sign-in/email', '', account));
    cookie = await sessionOf();
    const tabB = createChatTransport({
      url: app.socketUrl,
      webSocket: browserSocket(app.origin, () => cookie), // As a browser does: what it has when it dials.
    });
    const chat = new StockChat({ id: 'signed-out', transport: tabB.transport as never });
    const call = model.call(0);
    const sending = chat.sendMessage({ text: 'Tell me' });
    const answer = await call;
    for (const delta of DELTAS.slice(0, 4)) answer.say(delta);
    await until('half of it is shown', () => chat.lastText === DELTAS.slice(0, 4).join(''));

    expect((await app.call('DELETE', '/account/sessions', tabA)).status).toBe(204);
    await until('tab B is signed out', () => tabB.connection.getSnapshot().state === 'closed');
    expect(tabB.connection.getSnapshot().closeCode).toBe(4401);
    answer.say(DELTAS[4]);

    cookie = await sessionOf();
    tabB.redial();
    await until('it goes on', () => chat.lastText === DELTAS.slice(0, 5).join(''));
    for (const delta of DELTAS.slice(5)) answer.say(delta);
    answer.finish();
    await sending;
    expect(chat.lastText).toBe(DELTAS.join(''));
    expect(chat.messages).toHaveLength(2);
    expect(model.calls).toHaveLength(1);
    tabB.close();
  });
});
