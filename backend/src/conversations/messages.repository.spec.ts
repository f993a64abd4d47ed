import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SendFrame } from '@app/chat-protocol';
import type { DataSource } from 'typeorm';
import { openDatabase } from '../../test/open-database.js';
import { seedConversation } from '../../test/seed-conversation.js';
import { toModelHistory } from '../turns/model-history.js';
import { TurnsRepository, type AnswerRecord, type TurnEnd } from '../turns/turns.repository.js';
import { Message } from './message.entity.js';
import { Branches } from './branches.js';
import { ConversationsRepository } from './conversations.repository.js';
import { MessagesRepository } from './messages.repository.js';

const COMPLETED: TurnEnd = { status: 'completed', error: null };

describe('MessagesRepository', () => {
  let dataSource: DataSource;
  let close: () => Promise<void>;
  let messages: MessagesRepository;
  let conversations: ConversationsRepository;

  beforeAll(async () => {
    ({ dataSource, close } = await openDatabase());
    messages = new MessagesRepository(dataSource);
    conversations = new ConversationsRepository(dataSource, new Branches(dataSource));
  });
  afterAll(() => close());

  interface Saying {
    userId?: string;
    id?: string;
    earlierIds?: string[];
  }

  function frame(conversationId: string, text: string, { id = randomUUID(), earlierIds = [] }: Saying = {}): SendFrame {
    return {
      type: 'send',
      requestId: randomUUID(),
      id: conversationId,
      trigger: 'submit-message',
      message: { id, parts: [{ type: 'text', text }] },
      earlierIds,
      continuesId: null,
      offset: 0,
      nextSequence: 0,
    };
  }

  function say(conversationId: string, text: string, saying: Saying = {}): Promise<Message> {
    const { userId = 'ada' } = saying;
    return dataSource.transaction(async (manager) => {
      const sent = frame(conversationId, text, saying);
      await messages.openConversation(manager, userId, sent);
      return messages.saveUserMessage(manager, userId, sent);
    });
  }

  async function answer(question: Message, content: string): Promise<string> {
    const parts = [{ type: 'text' as const, text: content }];
    return end(question, COMPLETED, { content, parts, model: 'demo', usage: null, reasoningMs: null });
  }

  async function end(question: Message, how: TurnEnd, record: AnswerRecord): Promise<string> {
    const { userId, conversationId } = question;
    return dataSource.transaction(async (manager) => {
      const turns = new TurnsRepository(dataSource);
      const answerId = await messages.addPendingAnswer(manager, question);
      const ids = { id: randomUUID(), requestId: randomUUID(), userMessageId: question.id, answerId };
      const begun = { ...ids, userId, conversationId, status: 'running' as const, owner: 'node', attempt: 1 };
      const turn = await turns.insert(manager, begun);
      const batch = { turnId: turn.id, attempt: 1, firstOffset: 0, chunks: [] };
      const told = { model: record.model, usage: null, firstWordsAt: null, storedMs: null };
      expect(await turns.end(manager, turn, batch, how, record, told)).toMatchObject({ outcome: 'ended' });
      return answerId;
    });
  }

  const contents = async (conversationId: string, from: string | null = null, limit = 100, userId = 'ada') =>
    (await messages.listBranch(userId, conversationId, from, limit)).map(({ content }) => content);

  /** A conversation of questions and answers in turn; their ids, oldest first. */
  async function talk(conversationId: string, rounds: number): Promise<string[]> {
    const ids: string[] = [];
    for (let round = 1; round <= rounds; round++) {
      const question = await say(conversationId, `q${round}`, { earlierIds: [...ids] });
      ids.push(question.id, await answer(question, `a${round}`));
    }
    return ids;
  }

  describe('the first message', () => {
    it.each([
      ['Hello', 'Hello'],
      ['  \n\n Hello there\n\nand more  ', 'Hello there'],
      ['a'.repeat(80), 'a'.repeat(80)],
      ['a'.repeat(81), `${'a'.repeat(80)}…`],
      ['word '.repeat(20), `${'word '.repeat(15)}word…`],
      [`${'a'.repeat(30)} ${'b'.repeat(60)}`, `${'a'.repeat(30)} ${'b'.repeat(49)}…`],
      [`${'a'.repeat(79)}🦊🦊`, `${'a'.repeat(79)}…`],
      ['# <b>Not</b> escaped', '# <b>Not</b> escaped'],
    ])('%j gives the title %j', async (text, title) => {
      const id = randomUUID();
      await say(id, text);
      expect(await conversations.find('ada', id)).toMatchObject({ title });
    });

    it('gives a title without white space at its end', async () => {
      const id = randomUUID();
      await say(id, 'Hello \r\nthere');
      expect(await conversations.find('ada', id)).toMatchObject({ title: 'Hello' });
    });

    it('alone names the conversation', async () => {
      const id = randomUUID();
      await say(id, 'First');
      await say(id, 'Second');
      expect(await conversations.find('ada', id)).toMatchObject({ title: 'First' });
    });
  });

  describe('a message of the user', () => {
    it('follows the nearest of the earlier ids that is stored', async () => {
      const id = randomUUID();
      const [question, reply] = await talk(id, 1);
      const follows = async (...earlierIds: string[]) => (await say(id, 'more', { earlierIds })).parentId;
      expect(await follows(question, reply)).toBe(reply);
      expect(await follows(question, reply, 'made-up', 'another')).toBe(reply);
      expect(await follows(reply, question)).toBe(question);
      expect(await follows('made-up')).toBeNull();
      expect(await follows()).toBeNull();
    });

    it('never follows a message of another user or conversation', async () => {
      const id = randomUUID();
      const theirs = await say(id, 'secret', { userId: 'eve' });
      const elsewhere = await say(randomUUID(), 'elsewhere');
      expect(await say(id, 'mine', { earlierIds: [theirs.id, elsewhere.id] })).toMatchObject({ parentId: null });
    });

    it('is stored once, however often it is sent', async () => {
      const id = randomUUID();
      const first = await say(id, 'Hello', { id: 'm1' });
      expect(await say(id, 'Hello', { id: 'm1', earlierIds: ['x'] })).toEqual(first);
      expect(await dataSource.manager.countBy(Message, { conversationId: id })).toBe(1);
    });

    it('cannot take the place of an answer', async () => {
      const id = randomUUID();
      const [, reply] = await talk(id, 1);
      await expect(say(id, 'forged', { id: reply })).rejects.toMatchObject({ code: 'bad-frame' });
      expect(await contents(id)).toEqual(['q1', 'a1']);
    });

    it('that was edited leaves the old text beside it, with all its answers', async () => {
      const id = randomUUID();
      const [q1, a1, q2, a2] = await talk(id, 2);
      const edited = await say(id, 'q2, better', { id: q2, earlierIds: [q1, a1] });
      expect(edited).toMatchObject({ id: q2, parentId: a1 });
      await answer(edited, 'a2, better');
      expect(await contents(id)).toEqual(['q1', 'a1', 'q2, better', 'a2, better']);
      expect(await contents(id, a2)).toEqual(['q1', 'a1', 'q2', 'a2']);
      const siblings = await dataSource.manager.findBy(Message, { conversationId: id, parentId: a1 });
      expect(siblings.map(({ content }) => content).toSorted()).toEqual(['q2', 'q2, better']);
    });

    it('that was the first one and was edited keeps what followed it', async () => {
      const id = randomUUID();
      const [q1, , , a2] = await talk(id, 2);
      expect(await say(id, 'q1, better', { id: q1 })).toMatchObject({ parentId: null });
      expect(await contents(id, q1)).toEqual(['q1, better']);
      expect(await contents(id, a2)).toEqual(['q1', 'a1', 'q2', 'a2']);
    });

    it('that was edited takes along the turn that answers the old text', async () => {
      const id = randomUUID();
      const question = await say(id, 'old');
      const turns = new TurnsRepository(dataSource);
      const answerId = await answer(question, 'to old');
      const turn = await turns.insert(dataSource.manager, {
        id: randomUUID(),
        userId: 'ada',
        conversationId: id,
        requestId: 'r1',
        userMessageId: question.id,
        answerId,
        status: 'running',
        owner: 'node',
        attempt: 1,
      });
      await say(id, 'new', { id: question.id });
      const { userMessageId } = (await turns.find('ada', turn.id))!;
      expect(await messages.findMessage('ada', id, userMessageId)).toMatchObject({ content: 'old' });
    });
  });

  describe('a branch', () => {
    it('begins at the newest message, or where it is told', async () => {
      const id = randomUUID();
      const [, a1, q2] = await talk(id, 2);
      await answer((await messages.findMessage('ada', id, q2))!, 'a2, again');
      expect(await contents(id)).toEqual(['q1', 'a1', 'q2', 'a2, again']);
      expect(await contents(id, a1)).toEqual(['q1', 'a1']);
    });

    it('comes in pages without a gap or an overlap', async () => {
      const id = randomUUID();
      const ids = await talk(id, 6);
      const read: string[] = [];
      let from: string | null = null;
      do {
        const page = await messages.listBranch('ada', id, from, 5);
        read.unshift(...page.map((message) => message.id));
        from = page[0].parentId;
      } while (from !== null);
      expect(read).toEqual(ids);
    });

    it('is read up to the message that exceeds the characters, and no further', async () => {
      const id = randomUUID();
      const texts = ['q1', 'a1', '🦊🦊🦊', 'answer', 'q3', ''];
      const ids = await seedConversation(dataSource, 'ada', id, texts);
      const within = (maxCharacters: number | null, limit = 100) =>
        messages
          .listBranch('ada', id, ids[5], limit, maxCharacters)
          .then((branch) => branch.map(({ content }) => content));
      expect(await within(0)).toEqual(texts.slice(4));
      expect(await within(1)).toEqual(texts.slice(4));
      expect(await within(2)).toEqual(texts.slice(3));
      expect(await within(7)).toEqual(texts.slice(3));
      expect(await within(8)).toEqual(texts.slice(2));
      expect(await within(10)).toEqual(texts.slice(2));
      expect(await within(11)).toEqual(texts.slice(1));
      expect(await within(11, 4)).toEqual(texts.slice(2));
      expect(await within(1000)).toEqual(texts);
      expect(await within(null)).toEqual(texts);
    });

    it('that is read up to a limit of characters shows the model what the whole one would', async () => {
      const id = randomUUID();
      const texts = ['q1', 'a1', '🦊 漢字', '', 'q3', 'a long answer 😀😀', 'q4', ''];
      const ids = await seedConversation(dataSource, 'ada', id, texts);
      const whole = await messages.listBranch('ada', id, ids.at(-1)!, 1000);
      const all = texts.join('').length;
      const shown: number[] = [];
      for (let most = 0; most <= all + 1; most += 1) {
        const read = await messages.listBranch('ada', id, ids.at(-1)!, 1000, most);
        const history = await toModelHistory(read.slice(0, -1), most);
        expect({ most, history }).toEqual({ most, history: await toModelHistory(whole.slice(0, -1), most) });
        shown.push(history.length);
      }
      expect(new Set(shown)).toEqual(new Set([1, 3, 4, 6]));
    });

    it.each([
      ['an unknown conversation', randomUUID(), null],
      ['an unknown message', null, 'made-up'],
    ])('of %s is empty', async (_name, unknown, from) => {
      const id = randomUUID();
      await talk(id, 1);
      expect(await contents(unknown ?? id, from)).toEqual([]);
    });

    it('that is empty reads nothing of anybody', async () => {
      await talk(randomUUID(), 1);
      const read: string[] = [];
      const spy = { listenTo: () => Message, afterLoad: (message: Message) => void read.push(message.id) };
      dataSource.subscribers.push(spy);
      try {
        expect(await contents(randomUUID())).toEqual([]);
      } finally {
        dataSource.subscribers.splice(dataSource.subscribers.indexOf(spy), 1);
      }
      expect(read).toEqual([]);
    });
  });

  describe('the list of conversations', () => {
    it('comes in pages, newest first, whole even where times are equal', async () => {
      const userId = randomUUID();
      const ids = Array.from({ length: 11 }, (_, index) => `c${String(index).padStart(2, '0')}`);
      for (const id of ids) await say(id, id, { userId });
      await dataSource.query(
        `UPDATE conversations SET last_update_time = '2026-01-01T00:00:00.001Z'::timestamptz
           + (right(id, 2)::int / 4) * interval '1 millisecond' WHERE user_id = $1`,
        [userId],
      );
      const read: string[] = [];
      let page = await conversations.list(userId, 'active', null, 3);
      while (page.length > 0) {
        expect(page.length).toBeLessThanOrEqual(3);
        read.push(...page.map(({ id }) => id));
        page = await conversations.list(userId, 'active', page.at(-1)!, 3);
      }
      expect(read).toEqual(ids.toReversed());
    });

    it('has a conversation first again when its answer ends', async () => {
      const userId = randomUUID();
      const question = await say('older', 'Hello', { userId });
      await say('newer', 'Hello', { userId });
      await dataSource.query(
        `UPDATE conversations SET last_update_time = last_update_time - interval '1 minute' WHERE user_id = $1`,
        [userId],
      );
      const order = async () => (await conversations.list(userId, 'active', null, 10)).map(({ id }) => id);
      expect(await order()).toEqual(['newer', 'older']);
      await answer(question, 'Hi');
      expect(await order()).toEqual(['older', 'newer']);
    });
  });

  it('keeps an answer’s place while it is made, and then the answer', async () => {
    const id = randomUUID();
    const question = await say(id, 'Hello');
    const answerId = await dataSource.transaction((manager) => messages.addPendingAnswer(manager, question));
    const pending = await messages.findMessage('ada', id, answerId);
    expect(pending).toMatchObject({ status: 'pending', parts: [], parentId: question.id, senderType: 'ai' });
    const error = { code: 'service-cut', text: 'Cut.', retryable: true } as const;
    const parts = [{ type: 'text' as const, text: 'Hi', state: 'done' as const }];
    const usage = { inputTokens: 1, outputTokens: 2 };
    const record = { content: 'Hi', parts, model: 'demo', usage, reasoningMs: 7 };
    const endedId = await end(question, { status: 'failed', error }, record);
    expect(await messages.findMessage('ada', id, endedId)).toMatchObject({ ...record, status: 'failed', error });
  });

  it('shows a user nothing of another, even under the same ids', async () => {
    const id = randomUUID();
    const theirs = await say(id, 'secret', { userId: 'eve' });
    const findings = () =>
      Promise.all([
        conversations.find('ada', id),
        messages.findMessage('ada', id, theirs.id),
        messages.listBranch('ada', id, null, 10),
        messages.listBranch('ada', id, theirs.id, 10),
        conversations.update('ada', id, { title: 'mine' }),
        conversations.delete('ada', id),
      ]);
    expect(await findings()).toEqual([null, null, [], [], false, false]);
    await say(id, 'mine', { id: theirs.id });
    expect(await contents(id, null, 10, 'eve')).toEqual(['secret']);
    expect(await contents(id)).toEqual(['mine']);
    expect(await conversations.find('eve', id)).toMatchObject({ title: 'secret' });
  });

  it('renames and deletes a conversation with all that is in it', async () => {
    const id = randomUUID();
    await talk(id, 2);
    expect(await conversations.update('ada', id, { title: 'Better' })).toBe(true);
    expect(await conversations.find('ada', id)).toMatchObject({ title: 'Better' });
    expect(await conversations.delete('ada', id)).toBe(true);
    expect(await conversations.delete('ada', id)).toBe(false);
    expect(await dataSource.manager.countBy(Message, { conversationId: id })).toBe(0);
  });
});
