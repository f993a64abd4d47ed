import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChatMessage, MessagePage } from '@app/chat-protocol';
import { AnswerSource } from '../src/turns/answer-source.js';
import { TurnsRepository } from '../src/turns/turns.repository.js';
import { HandModel, type HandCall } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { restClient, type RestClient } from './rest-client.js';
import { startApp, type TestApp } from './start-app.js';
import { StockChat, stockTransport, textOf } from './stock-client.js';
import { until } from './until.js';

describe('The tree of a conversation', () => {
  const model = new HandModel();
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ models: model });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  interface Tab {
    cookie: string;
    rest: RestClient;
    client: RawClient;
  }

  async function open(): Promise<Tab> {
    const cookie = await app.signIn();
    return { cookie, rest: restClient(app, cookie), client: await RawClient.open(app, cookie) };
  }

  interface Asking {
    questionId?: string;
    trigger?: 'submit-message' | 'regenerate-message';
    continues?: string;
    /** Lets the model say something else than `Re: …`, and end in another way. */
    answer?: (call: HandCall, turnId: string) => void | Promise<void>;
  }

  /** Asks and waits for the end. Returns the answer's id. */
  async function ask(
    { client }: Tab,
    conversationId: string,
    text: string,
    earlierIds: string[],
    { questionId = crypto.randomUUID(), trigger = 'submit-message', continues, answer }: Asking = {},
  ): Promise<{ questionId: string; answerId: string; call: HandCall }> {
    const requestId = crypto.randomUUID();
    const calls = model.calls.length;
    client.ask(conversationId, requestId, text, {
      trigger,
      messages: [
        ...earlierIds.map((id) => ({ id, role: 'user', parts: [] })),
        { id: questionId, role: 'user', parts: [{ type: 'text', text }] },
      ],
      ...(continues === undefined ? {} : { messageId: continues, body: { continue: true } }),
    });
    const { answerId, turnId } = await client.first('accepted', requestId);
    const call = await model.call(calls);
    if (answer) await answer(call, turnId);
    else call.say(`Re: ${text}`).finish();
    await client.first('end', requestId);
    return { questionId, answerId, call };
  }

  async function page(rest: RestClient, id: string, query = ''): Promise<MessagePage> {
    return (await rest.get(`/conversations/${id}/messages${query}`).expect(200)).body as MessagePage;
  }
  const textsOf = (messages: ChatMessage[]) => messages.map(textOf);
  const shown = async (rest: RestClient, id: string) => textsOf((await page(rest, id)).messages);

  it('keeps both versions of an edited question, shows the new one, and the model sees no other', async () => {
    const tab = await open();
    const one = await ask(tab, 'c', 'one', []);
    const two = await ask(tab, 'c', 'two', [one.questionId, one.answerId]);
    const edited = await ask(tab, 'c', 'two, better', [one.questionId, one.answerId]);
    expect(edited.call.prompt.slice(1).map(({ text }) => text)).toEqual(['one', 'Re: one', 'two, better']);
    const { messages } = await page(tab.rest, 'c');
    expect(textsOf(messages)).toEqual(['one', 'Re: one', 'two, better', 'Re: two, better']);
    expect(messages.map(({ metadata }) => metadata?.branch)).toEqual([
      undefined,
      undefined,
      { ids: [two.questionId, edited.questionId] },
      undefined,
    ]);
  });

  it('shows the branch that is chosen, in every tab, until something is said on another', async () => {
    const tab = await open();
    const one = await ask(tab, 'c', 'one', []);
    const again = await ask(tab, 'c', 'one', [], { questionId: one.questionId, trigger: 'regenerate-message' });
    const under = await ask(tab, 'c', 'two', [one.questionId, one.answerId]);
    expect(await shown(tab.rest, 'c')).toEqual(['one', 'Re: one', 'two', 'Re: two']);

    const events = tab.client.of('event').length;
    await tab.rest.patch('/conversations/c', { shownMessageId: again.answerId }).expect(200);
    const { messages } = await page(tab.rest, 'c');
    expect(messages.map(({ id }) => id)).toEqual([one.questionId, again.answerId]);
    expect(messages[1].metadata?.branch).toEqual({ ids: [one.answerId, again.answerId] });
    await until('the tabs were told', () =>
      tab.client
        .of('event')
        .slice(events)
        .some(({ event }) => event.kind === 'conversation-changed'),
    );

    // Through a message in the middle it goes down to the newest; the same wish again changes nothing.
    for (const shownMessageId of [one.answerId, under.questionId, one.questionId]) {
      await tab.rest.patch('/conversations/c', { shownMessageId }).expect(200);
      expect((await shown(tab.rest, 'c')).at(-1)).toBe('Re: two');
    }
    await ask(tab, 'c', 'three', [one.questionId, again.answerId]);
    expect(await shown(tab.rest, 'c')).toEqual(['one', 'Re: one', 'three', 'Re: three']);
  });

  it('has roots that are siblings when the first question was edited', async () => {
    const tab = await open();
    const first = await ask(tab, 'c', 'first', []);
    const edited = await ask(tab, 'c', 'first, better', []);
    const { messages } = await page(tab.rest, 'c');
    expect(textsOf(messages)).toEqual(['first, better', 'Re: first, better']);
    expect(messages[0].metadata?.branch).toEqual({ ids: [first.questionId, edited.questionId] });
  });

  it('keeps the old text beside the new when a stock client edits in place', async () => {
    const tab = await open();
    const chat = new StockChat({ id: 'c', transport: stockTransport(app, tab.cookie) });
    const answering = async (sending: Promise<void>, calls = model.calls.length) => {
      (await model.call(calls)).say('Answer').finish();
      await sending;
    };
    await answering(chat.sendMessage({ text: 'old' }));
    const [{ id }] = chat.messages;
    await answering(chat.sendMessage({ messageId: id, text: 'new' }));
    const { messages } = await page(tab.rest, 'c');
    expect(textsOf(messages)).toEqual(['new', 'Answer']);
    const [oldId, newId] = messages[0].metadata!.branch!.ids;
    expect(newId).toBe(id);
    await tab.rest.patch('/conversations/c', { shownMessageId: oldId }).expect(200);
    expect(await shown(tab.rest, 'c')).toEqual(['old', 'Answer']);
  });

  it('answers the text that was asked, even if its id is the new text’s by the time the model is called', async () => {
    const tab = await open();
    const calls = model.calls.length;
    const asked = (text: string) => ({ messages: [{ id: 'q', role: 'user', parts: [{ type: 'text', text }] }] });
    tab.client.ask('c', 'r1', 'old', asked('old'));
    const { turnId } = await tab.client.first('accepted', 'r1');
    const turn = await app.app.get(TurnsRepository, { strict: false }).findAnywhere(turnId);
    (await model.call(calls)).say('For the old');
    tab.client.ask('c', 'r2', 'new', asked('new'));
    await tab.client.first('accepted', 'r2');

    // As it was read when its turn came, a moment before the edit.
    const source = app.app.get(AnswerSource, { strict: false });
    const ignore = () => undefined;
    const reading = source.stream(turn!, new AbortController().signal, ignore, ignore);
    const again = await model.call(calls + 1);
    expect(again.prompt.at(-1)).toEqual({ role: 'user', text: 'old' });
    again.say('Again').finish();
    await reading;
    model.calls[calls].finish();
    await tab.client.first('end', 'r1');
    const edited = await model.call(calls + 2);
    expect(edited.prompt.at(-1)).toEqual({ role: 'user', text: 'new' });
    edited.say('For the new').finish();
    await tab.client.first('end', 'r2');
  });

  it('shows no message that is not there', async () => {
    const tab = await open();
    const { answerId } = await ask(tab, 'c', 'one', []);
    await ask(tab, 'other', 'two', []);
    const stranger = await open();
    await ask(stranger, 'c', 'theirs', []);
    const absent = await tab.rest.patch('/conversations/c', { shownMessageId: 'absent', title: 'Changed' }).expect(404);
    const foreign = await stranger.rest.patch('/conversations/c', { shownMessageId: answerId }).expect(404);
    const elsewhere = await tab.rest.patch('/conversations/other', { shownMessageId: answerId }).expect(404);
    expect([foreign.text, elsewhere.text]).toEqual([absent.text, absent.text]);
    expect((await tab.rest.get('/conversations/c')).body.title).toBe('one');
    await tab.rest.patch('/conversations/c', { shownMessageId: '../x' }).expect(400);
  });

  it('comes in pages up, down and around a message', async () => {
    const tab = await open();
    const ids: string[] = [];
    for (const text of ['a', 'b', 'c', 'd', 'e']) {
      const { questionId, answerId } = await ask(tab, 'c', text, ids);
      ids.push(questionId, answerId);
    }
    const around = await page(tab.rest, 'c', `?around=${ids[4]}&limit=4`);
    expect(around.messages.map(({ id }) => id)).toEqual(ids.slice(3, 7));
    const above = await page(tab.rest, 'c', `?cursor=${around.nextCursor}&limit=4`);
    expect(above.messages.map(({ id }) => id)).toEqual(ids.slice(0, 3));
    expect(above.nextCursor).toBeNull();
    const below = await page(tab.rest, 'c', `?cursor=${around.newerCursor}&limit=2`);
    expect(below.messages.map(({ id }) => id)).toEqual(ids.slice(7, 9));
    const last = await page(tab.rest, 'c', `?cursor=${below.newerCursor}&limit=2`);
    expect(last).toMatchObject({ messages: [{ id: ids[9] }], newerCursor: null, nextCursor: ids[8] });
    expect((await page(tab.rest, 'c')).newerCursor).toBeNull();

    for (const [id, from, to] of [
      [ids[0], 0, 3],
      [ids[9], 6, 10],
    ] as const) {
      const edge = await page(tab.rest, 'c', `?around=${id}&limit=4`);
      expect(edge.messages.map((message) => message.id)).toEqual(ids.slice(from, to));
    }
    expect((await page(tab.rest, 'c', `?around=${ids[4]}&limit=1`)).messages).toMatchObject([{ id: ids[4] }]);
    expect((await page(tab.rest, 'c', `?around=${ids[4]}`)).messages).toHaveLength(10);
  });

  it('has no page around what is not on the shown branch', async () => {
    const tab = await open();
    const one = await ask(tab, 'c', 'one', []);
    await ask(tab, 'c', 'one', [], { questionId: one.questionId, trigger: 'regenerate-message' });
    const hidden = await tab.rest.get(`/conversations/c/messages?around=${one.answerId}`).expect(404);
    const absent = await tab.rest.get('/conversations/c/messages?around=absent').expect(404);
    const foreign = await (await open()).rest.get(`/conversations/c/messages?around=${one.questionId}`).expect(404);
    expect([hidden.text, foreign.text]).toEqual([absent.text, absent.text]);
    await tab.rest.get('/conversations/c/messages?cursor=after.absent').expect(404);
    await tab.rest.get('/conversations/c/messages?cursor=after.').expect(400);
    await tab.rest.get(`/conversations/c/messages?cursor=${one.questionId}&around=${one.questionId}`).expect(400);
  });

  describe('an unfinished answer', () => {
    /** Stops an answer behind its first words. */
    const cut =
      (client: RawClient, words: string): NonNullable<Asking['answer']> =>
      async (call, turnId) => {
        call.say(words);
        await until('the words arrived', () => JSON.stringify(client.frames).includes(words));
        client.send({ type: 'stop', requestId: crypto.randomUUID(), turnId });
      };

    it('goes on in a new version that begins with its words; the old one stays', async () => {
      const tab = await open();
      const stopped = await ask(tab, 'c', 'Count', [], { answer: cut(tab.client, 'One, tw') });
      const more = await ask(tab, 'c', 'Count', [], {
        questionId: stopped.questionId,
        trigger: 'regenerate-message',
        continues: stopped.answerId,
        answer: (call) => call.say('o, three').finish(),
      });
      expect(more.call.prompt.slice(1)).toEqual([
        { role: 'user', text: 'Count' },
        { role: 'assistant', text: 'One, tw' },
        { role: 'user', text: expect.stringContaining('Continue') },
      ]);
      const { messages } = await page(tab.rest, 'c');
      expect(textsOf(messages)).toEqual(['Count', 'One, two, three']);
      expect(messages[1]).toMatchObject({
        id: more.answerId,
        metadata: { status: 'completed', branch: { ids: [stopped.answerId, more.answerId] } },
      });
      await tab.rest.patch('/conversations/c', { shownMessageId: stopped.answerId }).expect(200);
      expect(await shown(tab.rest, 'c')).toEqual(['Count', 'One, tw']);
    });

    it('can be cut and continued again, and fails with what it had', async () => {
      const tab = await open();
      const { questionId, answerId } = await ask(tab, 'c', 'Count', [], { answer: cut(tab.client, 'One') });
      const failed = await ask(tab, 'c', 'Count', [], {
        questionId,
        trigger: 'regenerate-message',
        continues: answerId,
        answer: async (call) => {
          call.say(', two');
          await until('the words arrived', () => JSON.stringify(tab.client.frames).includes(', two'));
          call.fail(new TypeError('terminated'));
        },
      });
      expect((await page(tab.rest, 'c')).messages[1]).toMatchObject({ metadata: { status: 'failed' } });
      expect(await shown(tab.rest, 'c')).toEqual(['Count', 'One, two']);
      await ask(tab, 'c', 'Count', [], {
        questionId,
        trigger: 'regenerate-message',
        continues: failed.answerId,
        answer: (call) => call.say(', three').finish(),
      });
      expect(await shown(tab.rest, 'c')).toEqual(['Count', 'One, two, three']);
    });

    it('goes on for the AI SDK’s own client', async () => {
      const tab = await open();
      const { questionId, answerId } = await ask(tab, 'c', 'Count', [], { answer: cut(tab.client, 'One, tw') });
      const { messages } = await page(tab.rest, 'c');
      const chat = new StockChat({ id: 'c', transport: stockTransport(app, tab.cookie), messages });
      const calls = model.calls.length;
      const regenerating = chat.regenerate({ messageId: answerId, body: { continue: true } });
      (await model.call(calls)).say('o.').finish();
      await regenerating;
      expect(chat.messages[0].id).toBe(questionId);
      expect(chat.lastText).toBe('One, two.');
    });

    it('is none when it is whole, another question’s, or not there', async () => {
      const tab = await open();
      const whole = await ask(tab, 'c', 'one', []);
      const stopped = await ask(tab, 'c', 'two', [], { answer: cut(tab.client, 'Tw') });
      for (const messageId of [whole.answerId, stopped.answerId, whole.questionId, 'absent']) {
        const requestId = crypto.randomUUID();
        tab.client.ask('c', requestId, 'one', {
          trigger: 'regenerate-message',
          messageId,
          messages: [{ id: whole.questionId, role: 'user', parts: [{ type: 'text', text: 'one' }] }],
          body: { continue: true },
        });
        expect(await tab.client.first('error', requestId)).toMatchObject({ code: 'bad-frame' });
      }
      tab.client.ask('elsewhere', 'r', 'Nobody asked this', {
        trigger: 'regenerate-message',
        messageId: stopped.answerId,
        body: { continue: true },
      });
      expect(await tab.client.first('error', 'r')).toMatchObject({ code: 'bad-frame' });
      expect((await tab.rest.get('/conversations/elsewhere')).status).toBe(404);
      expect(await shown(tab.rest, 'c')).toEqual(['two', 'Tw']);
    });
  });
});
