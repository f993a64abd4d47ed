import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchPage, SearchResult } from '@app/chat-protocol';
import fc from 'fast-check';
import { RawClient } from './raw-client.js';
import { restClient, type RestClient } from './rest-client.js';
import { startApp, type TestApp } from './start-app.js';
import { talk, type Said } from './talk.js';

describe('Search', () => {
  let app: TestApp;
  let rest: RestClient;
  let client: RawClient;

  beforeAll(async () => {
    app = await startApp();
    ({ rest, client } = await user());
  });
  afterAll(() => app[Symbol.asyncDispose]());

  async function user() {
    const cookie = await app.signIn();
    return { rest: restClient(app, cookie), client: await RawClient.open(app, cookie) };
  }

  async function find(q: string, by = rest, more = ''): Promise<SearchResult[]> {
    const { body } = await by.get(`/search?q=${encodeURIComponent(q)}${more}`).expect(200);
    return (body as SearchPage).results;
  }

  /** Says something in a conversation with a title that no test looks for. */
  async function say(id: string, text: string): Promise<Said> {
    const said = await talk(client, id, text);
    await rest.patch(`/conversations/${id}`, { title: 'Untitled' });
    return said;
  }
  /** Which of the user's own messages are found. */
  const foundIn = async (q: string) =>
    (await find(q)).filter(({ senderType }) => senderType === 'user').map(({ conversationId }) => conversationId);
  const mark = (segments: { text: string; isHit: boolean }[]) =>
    segments.map(({ text, isHit }) => (isHit ? `[${text}]` : text)).join('');

  it('finds a message by its words, and says where', async () => {
    const { questionId } = await say('zebra', 'Why do <b>zebras</b> have "stripes"?\nTell me!');
    const results = await find('zebras stripes');
    const [result] = results.filter(({ messageId }) => messageId === questionId);
    expect(result).toEqual({
      conversationId: 'zebra',
      title: 'Untitled',
      messageId: questionId,
      senderType: 'user',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      snippet: expect.anything(),
      titleParts: [{ text: 'Untitled', isHit: false }],
    });
    expect(mark(result.snippet)).toBe('Why do <b>[zebras]</b> have "[stripes]"? Tell me!');
  });

  it('finds a title, before any message', async () => {
    await say('said', 'The walrus swims, the walrus dives, the walrus sleeps');
    await say('titled', 'Something else');
    await rest.patch('/conversations/titled', { title: 'A Walrus 🦭' }).expect(200);
    const [first, ...others] = await find('walrus');
    expect(first).toMatchObject({ conversationId: 'titled', messageId: null, senderType: null, snippet: [] });
    expect(mark(first.titleParts)).toBe('A [Walrus] 🦭');
    expect(others.map(({ conversationId }) => conversationId)).toContain('said');
  });

  it('finds answers', async () => {
    const { answerId } = await say('asked', 'Hello');
    const { body } = await rest.get('/conversations/asked/messages');
    const word = /\p{L}{5,}/u.exec(JSON.stringify(body.messages[1].parts.at(-1).text))![0];
    const found = await find(word, rest, '&limit=50');
    expect(found).toContainEqual(expect.objectContaining({ messageId: answerId, senderType: 'ai' }));
  });

  it('ranks the message that says it more often higher', async () => {
    await say('once', `One okapi ${'and other animals '.repeat(10)}`);
    await say('often', 'Okapi, okapi, okapi');
    expect(await foundIn('okapi')).toEqual(['often', 'once']);
  });

  it.each([
    ['the beginning of the last word', 'A hippopotamus bathes', 'hippopo'],
    ['only words that all occur', 'A giraffe eats leaves', 'giraffe leaves'],
    ['whatever the case', 'Der ÄRGER mit СОБАКА', 'ärger собака'],
    ['Chinese inside of a row of characters', '我非常喜欢大熊猫和竹子', '大熊猫'],
    ['Japanese', '今日は天気がいいですね', '天気'],
    ['Korean by a stem', '고양이를 좋아해요', '고양이'],
    ['Thai', 'ฉันรักช้างมาก', 'ช้าง'],
    ['Arabic', 'أحب القطط كثيرا', 'القطط'],
    ['parts of addresses and paths', 'Look at https://throughline.example/docs/quagga.html', 'quagga html'],
    ['parts of names in code', 'call find_narwhal_by_id(narwhalId)', 'narwhal'],
    ['numbers with points', 'Version 47.11.815 is out', '47.11.8'],
    ['words around punctuation', 'tapir—capybara, “axolotl”', 'axolotl'],
  ])('finds %s', async (_name, text, q) => {
    const id = crypto.randomUUID();
    await say(id, text);
    expect(await foundIn(q)).toContain(id);
  });

  it('does not find other words', async () => {
    await say('lion', 'A lioness and 狮子');
    expect(await foundIn('lion cub')).toEqual([]);
    expect(await foundIn('lion ess')).toEqual([]);
    expect(await foundIn('子狮')).toEqual([]);
    expect(await foundIn('oness')).toEqual([]);
  });

  it('finds what an answer or an edit left on a branch that is not shown', async () => {
    const hidden = await say('branched', 'About the pangolin');
    await talk(client, 'branched', 'About the aardvark');
    const [result] = await find('pangolin');
    expect(result.messageId).toBe(hidden.questionId);
    await rest.patch('/conversations/branched', { shownMessageId: result.messageId }).expect(200);
    await rest.get(`/conversations/branched/messages?around=${result.messageId}`).expect(200);
  });

  it('follows changes: a new title, a deleted conversation', async () => {
    await say('gone', 'Nothing');
    await rest.patch('/conversations/gone', { title: 'Quokka' });
    expect(await find('quokka')).toHaveLength(1);
    await rest.patch('/conversations/gone', { title: 'Numbat' });
    expect([await find('quokka'), await find('numbat')]).toMatchObject([[], [{ conversationId: 'gone' }]]);
    await rest.delete('/conversations/gone').expect(204);
    expect(await find('numbat')).toEqual([]);
  });

  it('comes in pages without a gap or an overlap', async () => {
    const pager = await user();
    for (let n = 0; n < 7; n++) await talk(pager.client, `p${n}`, `Ocelot ${'ocelot '.repeat(n)}`);
    const all = await find('ocelot', pager.rest, '&limit=50');
    const read: SearchResult[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const response = await pager.rest.get(`/search?q=ocelot&limit=3&cursor=${cursor}`).expect(200);
      const page = response.body as SearchPage;
      read.push(...page.results);
      cursor = page.nextCursor;
    }
    expect(read).toEqual(all);
    expect(all.length).toBeGreaterThanOrEqual(14); // a title and a question each
  });

  it('finds nothing of another user, whatever is asked', async () => {
    await say('secret', 'The thylacine lives');
    const stranger = await user();
    const { userId } = (await rest.get('/session')).body;
    for (const q of ['thylacine', `@${userId}`, userId, 'untitled', "x' | '@"]) {
      expect(await find(q, stranger.rest)).toEqual([]);
    }
  });

  it.each(["'", '\\', '& | ! ( ) <-> :*', "a' & 'b", 'a:* | b', '!a', '🦊', '\u0000', '—', '"', '%_', 'x'.repeat(200)])(
    'takes %j for text',
    async (q) => {
      expect(await find(q)).toEqual(expect.any(Array));
    },
  );

  it('takes any text', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((q) => q.trim() !== '' && q.isWellFormed());
    await fc.assert(
      fc.asyncProperty(text, async (q) => {
        expect(await find(q)).toEqual(expect.any(Array));
      }),
      { seed: 20_261_122, numRuns: 100 },
    );
  });

  it('finds nothing for what has no word in it, rather than everything', async () => {
    for (const q of ['...', "''", '🦊🦊', '—']) expect(await find(q)).toEqual([]);
  });

  it('refuses what it cannot look for', async () => {
    for (const query of [
      '',
      '?q=',
      '?q=%20',
      `?q=${'x'.repeat(201)}`,
      '?q=a&limit=51',
      '?q=a&cursor=x',
      '?q=a&cursor=-1',
    ]) {
      expect((await rest.get(`/search${query}`)).status).toBe(400);
    }
  });

  it('keeps the text of an answer too long to be searched whole', async () => {
    const said = await say('long', 'Hello');
    const content = Array.from({ length: 150_000 }, (_, n) => `w${n.toString(36)}`).join(' ');
    await app.dataSource.query('UPDATE messages SET content = $1 WHERE id = $2', [
      `vicuna ${content} vizcacha`,
      said.answerId,
    ]);
    expect(await find('vicuna')).toHaveLength(1);
    expect(await find('vizcacha')).toEqual([]);
  });
});
