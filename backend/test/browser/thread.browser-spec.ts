import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { Message } from '../../src/conversations/message.entity.js';
import { TurnsRepository } from '../../src/turns/turns.repository.js';
import { HandModel } from '../hand-model.js';
import { seedConversation } from '../seed-conversation.js';
import { startApp, type TestApp } from '../start-app.js';
import { until } from '../until.js';
import { findViolations } from './axe.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';
import { ThreadPage } from './thread-page.js';

const PAGE = resolve(import.meta.dirname, '../../../frontend/dist');

jest.setTimeout(120_000);

describeInBrowser('a thread', () => {
  let browser: Browser;
  let app: TestApp;
  let model: HandModel;
  let context: BrowserContext;
  let chat: ThreadPage;
  const faults: string[] = [];

  const newPage = async (): Promise<ThreadPage> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    return new ThreadPage(page);
  };
  /** Asks, and has the model answer. */
  const talk = async (question: string, answer: string) => {
    const number = model.calls.length;
    await chat.ask(question);
    (await model.call(number)).say(answer).finish();
    await chat.answers.filter({ hasText: answer }).first().waitFor();
    await chat.finishedAnswer();
  };

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error('Run `npm run build:page` first: this opens the built page.');
    browser = await launchChromium();
    model = new HandModel();
    app = await startApp({ models: model, pageFolder: PAGE });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    faults.length = 0;
    model.calls.length = 0;
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    chat = await newPage();
    await chat.open(app.origin);
  });
  afterEach(async () => {
    await context?.close();
    expect(faults).toEqual([]);
  });

  it('keeps both versions of an edited question, in every tab and after a reload', async () => {
    await talk('First question', 'First answer');
    await talk('Second question', 'Second answer');
    const number = model.calls.length;
    await chat.editQuestion('First question', 'Other question');
    await chat.questions.filter({ hasText: 'Other question' }).waitFor();
    const call = await model.call(number);
    expect(call.prompt.filter(({ role }) => role !== 'system').map(({ text }) => text)).toEqual(['Other question']);
    call.say('Other answer').finish();
    await chat.finishedAnswer();
    await chat.questions.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
    expect(await chat.texts()).toEqual(['Other question', 'Other answer']);

    const second = await newPage();
    await second.open(chat.page.url());
    await second.answers.filter({ hasText: 'Other answer' }).waitFor();
    await chat.step(chat.questions.first(), 'Previous');
    await chat.answers.filter({ hasText: 'Second answer' }).waitFor();
    expect(await chat.texts()).toEqual(['First question', 'First answer', 'Second question', 'Second answer']);
    await second.answers.filter({ hasText: 'Second answer' }).waitFor();
    await chat.page.reload();
    await chat.answers.filter({ hasText: 'Second answer' }).waitFor();
    expect((await chat.texts())[0]).toBe('First question');
  });

  it('keeps an edited question that was written offline, and sends it once in its place', async () => {
    await talk('First question', 'First answer');
    await talk('Second question', 'Second answer');
    const number = model.calls.length;
    await context.setOffline(true);
    await chat.page.getByText('Offline').first().waitFor();
    await chat.editQuestion('Second question', 'Better question');
    await chat.page.getByText('Will be sent when you are back online').waitFor();
    expect(await chat.texts()).toEqual(['First question', 'First answer', 'Better question']);
    await context.setOffline(false);
    const call = await model.call(number);
    expect(call.prompt.filter(({ role }) => role !== 'system').map(({ text }) => text)).toEqual([
      'First question',
      'First answer',
      'Better question',
    ]);
    call.say('Better answer').finish();
    await chat.finishedAnswer();
    await chat.page.reload();
    await chat.answers.filter({ hasText: 'Better answer' }).waitFor();
    expect(await chat.texts()).toEqual(['First question', 'First answer', 'Better question', 'Better answer']);
    expect(model.calls).toHaveLength(number + 1);
  });

  it('shows the stored answer when the link comes back after the log of the answer has expired', async () => {
    const number = model.calls.length;
    await chat.ask('Question');
    const call = await model.call(number);
    call.say('It begins');
    await chat.answers.filter({ hasText: 'It begins' }).waitFor();
    const conversationId = new URL(chat.page.url()).pathname.split('/').at(-1)!;
    await context.setOffline(true);
    await chat.page.getByText('Offline').first().waitFor();
    call.say(' and ends.').finish();
    await until('it is stored', async () => {
      const stored = await app.dataSource.manager.findOneBy(Message, { conversationId, senderType: 'ai' });
      return stored?.status === 'completed';
    });
    await app.dataSource.query(`UPDATE turns SET ended_at = now() - interval '25 hours' WHERE conversation_id = $1`, [
      conversationId,
    ]);
    await app.app.get(TurnsRepository).expireLogs(24);

    await context.setOffline(false);
    await chat.answers.filter({ hasText: 'It begins and ends.' }).waitFor();
    await chat.finishedAnswer();
    expect(await chat.texts()).toEqual(['Question', 'It begins and ends.']);
    expect(await chat.page.getByRole('alert').count()).toBe(0);
    // The conversation goes on behind it.
    await talk('Another question', 'Another answer');
    expect(await chat.texts()).toEqual(['Question', 'It begins and ends.', 'Another question', 'Another answer']);
  });

  it('steps between the answers of a question, and what the reader looks at does not move', async () => {
    await talk('Question', 'Short answer');
    const number = model.calls.length;
    await chat.answers.last().getByRole('button', { name: 'Regenerate' }).click();
    (await model.call(number)).say('Long answer\n\n', 'and on. '.repeat(900)).finish();
    await chat.answers.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
    await chat.page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });
    const question = chat.questions.first();
    await chat.log.evaluate((log) => log.scrollTo(0, 0));
    await question.waitFor();
    const before = await chat.topOf(question);
    const previous = chat.answers.getByRole('button', { name: 'Previous version' });
    await previous.evaluate((button: HTMLElement) => button.focus({ preventScroll: true }));
    await chat.page.keyboard.press('Enter');
    await chat.answers.filter({ hasText: 'Short answer' }).waitFor();
    expect(Math.abs((await chat.topOf(question)) - before)).toBeLessThanOrEqual(2);
    await chat.page.keyboard.press('ArrowRight');
    await chat.answers.filter({ hasText: 'Long answer' }).waitFor();
    expect(Math.abs((await chat.topOf(question)) - before)).toBeLessThanOrEqual(2);
  });

  it('goes on with an answer that was stopped', async () => {
    await chat.ask('Count');
    (await model.call(0)).say('one two ', 'three ');
    await chat.answers.filter({ hasText: 'three' }).waitFor();
    await chat.page.keyboard.press('Escape');
    await chat.page.getByText('Stopped', { exact: true }).waitFor();
    await chat.page.getByRole('button', { name: 'Continue' }).click();
    (await model.call(1)).say('four five').finish();
    await chat.answers.filter({ hasText: 'five' }).waitFor();
    await chat.finishedAnswer();
    expect((await chat.texts())[1]).toMatch(/^one two three four five/);
    await chat.answers.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
    await chat.step(chat.answers.last(), 'Previous');
    await chat.page.getByText('Stopped', { exact: true }).waitFor();
  });

  it('shows why an answer failed, under all that was said before, without scrolling', async () => {
    await talk('Question', 'It has some words. '.repeat(400));
    await chat.ask('Another');
    (await model.call(1)).fail(new Error('broken on purpose'));
    const reason = chat.page.getByRole('alert');
    await reason.waitFor();
    const end = await chat.topOf(chat.page.locator('form').filter({ has: chat.box }));
    await until('the whole reason is in view', async () => {
      const { y, height } = (await reason.boundingBox())!;
      return y + height < end;
    });
    expect(await chat.page.getByRole('button', { name: 'Jump to latest' }).count()).toBe(0);
  });

  it('keeps what the reader thinks of an answer', async () => {
    await talk('Question', 'Answer of doubtful worth');
    const answer = chat.answers.last();
    await answer.getByRole('button', { name: 'Bad answer' }).click();
    const panel = chat.page.getByRole('dialog', { name: 'Bad answer' });
    await panel.getByRole('button', { name: 'Incomplete' }).click();
    await panel.getByRole('textbox', { name: 'Comment' }).fill('Too vague');
    await panel.getByRole('button', { name: 'Done' }).click();
    await panel.waitFor({ state: 'detached' });
    await until('it is stored', async () => {
      const rows: unknown[] = await app.dataSource.query(`SELECT 1 FROM feedback WHERE comment = 'Too vague'`);
      return rows.length === 1;
    });
    await chat.page.reload();
    await answer.getByRole('button', { name: 'Bad answer', pressed: true }).click();
    await panel.getByRole('button', { name: 'Incomplete', pressed: true }).waitFor();
    expect(await panel.getByRole('textbox', { name: 'Comment' }).inputValue()).toBe('Too vague');
    await panel.getByRole('button', { name: 'Remove feedback' }).click();
    await answer.getByRole('button', { name: 'Bad answer', pressed: false }).waitFor();
  });

  it('keeps what was sent and answered while an older history was still on its way', async () => {
    await talk('Question', 'First answer');
    const other = new ThreadPage(await context.newPage());
    await other.page.goto(chat.page.url());
    await other.answers.filter({ hasText: 'First answer' }).waitFor();
    const late = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    let isHeld = false;
    await chat.page.route(/\/messages(\?|$)/, async (route) => {
      if (isHeld) return route.continue();
      isHeld = true;
      const response = await route.fetch();
      asked.resolve();
      await late.promise;
      await route.fulfill({ response });
    });
    await other.ask('second');
    (await model.call(1)).say('Second answer');
    await asked.promise;
    model.calls[1].finish();
    await chat.answers.filter({ hasText: 'Second answer' }).waitFor();
    await chat.ask('third');
    (await model.call(2)).say('Third answer').finish();
    await chat.answers.filter({ hasText: 'Third answer' }).waitFor();
    await chat.finishedAnswer();
    late.resolve();
    await chat.page.waitForTimeout(500); // long enough for what is laid over the page
    const answers = ['First answer', 'Second answer', 'Third answer'];
    expect(await chat.texts()).toEqual(['Question', answers[0], 'second', answers[1], 'third', answers[2]]);
  });

  it('sends what was written during an answer after it, as edited, without what was removed, over a reload', async () => {
    await chat.ask('Question');
    (await model.call(0)).say('Answer ');
    await chat.answers.filter({ hasText: 'Answer' }).waitFor();
    for (const text of ['second', 'third', 'fourth']) await chat.ask(text);
    await chat.queue.getByText('fourth').waitFor();
    const item = (text: string) => chat.queue.getByRole('listitem').filter({ hasText: text });
    await item('third').getByRole('button', { name: 'Remove from queue' }).click();
    await item('fourth').getByRole('button', { name: 'Edit' }).click();
    const editor = chat.queue.getByRole('textbox', { name: 'Queued message' });
    await editor.fill('last');
    await editor.press('Enter');
    await item('last').waitFor();
    await chat.page.reload();
    await item('second').waitFor();
    await item('last').waitFor();
    model.calls[0].say('complete').finish();
    (await model.call(1)).say('Second answer').finish();
    (await model.call(2)).say('Last answer').finish();
    await chat.answers.filter({ hasText: 'Last answer' }).waitFor();
    await chat.finishedAnswer();
    expect(await chat.texts()).toEqual([
      'Question',
      'Answer complete',
      'second',
      'Second answer',
      'last',
      'Last answer',
    ]);
    expect(await chat.queue.count()).toBe(0);
    expect(model.calls).toHaveLength(3);
  });

  it('draws formulas and diagrams, leaves prices alone, and says why a diagram is none', async () => {
    await chat.ask('Draw');
    (await model.call(0))
      .say('It costs $5, or $10 for two. \\(a^2\\)\n\n\\[\n\\frac{1}{2}\n\\]\n\n')
      .say(
        '```mermaid\ngraph TD\n  A[Start]-->B[End]\n```\n\n```mermaid\nnonsense\n```\n\n```mermaid\ngraph TD\n  A-->B\n  B[Open-->C\n```\n',
      )
      .finish();
    await chat.answers.getByRole('img', { name: /Diagram: graph TD/ }).waitFor();
    await chat.page.locator('.katex-display').waitFor();
    await chat.answers.getByText('It costs $5, or $10 for two.').waitFor();
    await chat.answers.getByRole('group', { name: 'Code, mermaid' }).getByText('nonsense').waitFor();
    await chat.answers.getByText('cannot be drawn: its first line names no kind of diagram.').waitFor();
    await chat.answers.getByText('cannot be drawn: there is a mistake in or before line 3.').waitFor();
    const picture = chat.answers.getByRole('img', { name: /Diagram: graph TD/ });
    await until('the picture is loaded', () =>
      picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 50),
    );
    expect(await findViolations(chat.page)).toEqual([]);
    await chat.answers.getByRole('button', { name: 'Code', exact: true }).click();
    await chat.answers.getByText('A[Start]-->B[End]').waitFor();
  });

  it('goes on where it was after the network came back in mid-answer, and says so meanwhile', async () => {
    await chat.ask('Question');
    const call = (await model.call(0)).say('one ');
    await chat.answers.filter({ hasText: 'one' }).waitFor();
    await context.setOffline(true);
    await chat.answers.getByText('Reconnecting. What was answered is kept on the server').waitFor();
    call.say('two ').finish();
    await context.setOffline(false);
    await chat.answers.filter({ hasText: 'one two' }).waitFor();
    expect(await chat.finishedAnswer()).toContain('one two');
  });

  describe('that is left and come back to', () => {
    const words = (name: string) => Array.from({ length: 40 }, (_, line) => `${name} line ${line}.`).join('\n\n');
    const goTo = (title: string) => chat.sidebar.getByRole('link', { name: new RegExp(`^${title}`) }).click();
    const line = () => chat.answers.getByText('Middle line 20.', { exact: true });
    /** Where it is on the screen, once it has come to rest. */
    const placeOf = async (text: Locator) => {
      await text.waitFor();
      await chat.log.evaluate(untilStill);
      return chat.topOf(text);
    };
    const movedFrom = async (top: number) => Math.abs((await placeOf(line())) - top);
    /** A conversation of three long answers and another one beside it; the reader is in the middle of the first. */
    const read = async () => {
      await talk('Elsewhere', 'Another answer');
      await chat.sidebar.getByText('New chat').click();
      for (const name of ['First', 'Middle', 'Last']) {
        const number = model.calls.length;
        await chat.ask(`${name} question`);
        (await model.call(number)).say(words(name)).finish();
        await chat.answers.getByText(`${name} line 39.`).waitFor();
        await chat.finishedAnswer();
      }
      await chat.log.hover();
      await until('the line is in view', async () => {
        await chat.page.mouse.wheel(0, -300);
        return (await line().count()) === 1 && (await chat.topOf(line())) > 150;
      });
      return placeOf(line());
    };
    const leave = async () => {
      await goTo('Elsewhere');
      await chat.answers.getByText('Another answer').waitFor();
    };

    it('shows what was read there, also after more was said in it', async () => {
      const top = await read();
      await leave();
      await goTo('First question');
      expect(await movedFrom(top)).toBeLessThanOrEqual(2);
      await chat.page.goBack();
      await chat.answers.getByText('Another answer').waitFor();
      await chat.page.goBack();
      expect(await movedFrom(top)).toBeLessThanOrEqual(2);

      const url = chat.page.url();
      await leave();
      const second = await newPage();
      await second.open(url);
      const number = model.calls.length;
      await second.ask('Asked elsewhere');
      (await model.call(number)).say(words('Newest')).finish();
      await second.finishedAnswer();
      await goTo('First question');
      expect(await movedFrom(top)).toBeLessThanOrEqual(2);
    });

    it('follows its end where that was read, and goes where the reader sends or is sent to', async () => {
      const top = await read();
      await chat.page.getByRole('button', { name: 'Jump to latest' }).click();
      await placeOf(chat.answers.getByText('Last line 39.'));
      await leave();
      await goTo('First question');
      await chat.answers.getByText('Last line 39.').waitFor();
      await chat.page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });

      await chat.log.hover();
      await until('the line is in view', async () => {
        await chat.page.mouse.wheel(0, -300);
        return (await line().count()) === 1 && (await chat.topOf(line())) > top;
      });
      await placeOf(line());
      await leave();
      await chat.page.keyboard.press('Control+k');
      await chat.page.keyboard.type('Last line 39');
      await chat.page.getByRole('option', { name: 'First question' }).click();
      expect(await placeOf(chat.answers.getByText('Last line 0.'))).toBeLessThan(200);

      await chat.log.hover();
      await chat.page.mouse.wheel(0, 250);
      const below = await placeOf(chat.answers.getByText('Last line 10.'));
      await leave();
      await goTo('First question');
      expect(await placeOf(chat.answers.getByText('Last line 10.'))).toBeCloseTo(below, -1); // not the jump again
      const number = model.calls.length;
      await chat.ask('One more');
      (await model.call(number)).say('The very last answer').finish();
      await chat.answers.getByText('The very last answer').waitFor();
      await chat.page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });

      await chat.ask('Once more');
      const call = (await model.call(number + 1)).say(words('Growing'));
      await chat.answers.getByText('Growing line 39.').waitFor();
      await leave();
      await goTo('First question');
      call.say('\n\n', words('Grown')).finish();
      await chat.answers.getByText('Grown line 39.').waitFor();
      await chat.page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });
    });
  });

  describe('of 2,000 messages', () => {
    const seed = async () => {
      const { userId } = (await (await context.request.get(`${app.origin}/api/v1/session`)).json()) as {
        userId: string;
      };
      const texts = Array.from({ length: 2_000 }, (_, index) =>
        index % 2 === 0
          ? `Question ${index}`
          : `Answer ${index}. ${'It has some words. '.repeat(1 + (index % 40))}\n\n\`\`\`ts\nconst answer = ${index};\n\`\`\``,
      );
      return seedConversation(app.dataSource, userId, 'long', texts);
    };

    it('holds few of them in the page, and loads older ones without a jump', async () => {
      await seed();
      await chat.open(`${app.origin}/c/long`);
      await chat.answers.filter({ hasText: 'Answer 1999.' }).waitFor();
      let shift = 0;
      const pages: string[] = [];
      chat.page.on('response', (response) => {
        if (response.url().includes('cursor=')) pages.push(response.url());
      });
      while (pages.length < 3) {
        shift = Math.max(shift, await chat.log.evaluate(scrollUp, 400));
        expect(await chat.log.getByRole('article').count()).toBeLessThan(120);
      }
      expect(shift).toBeLessThanOrEqual(2);
    });

    it('opens at one of them, goes on both ways from there, and back to the end', async () => {
      const ids = await seed();
      await chat.open(`${app.origin}/c/long?m=${ids[1_000]}`);
      const target = chat.log.getByText('Question 1000', { exact: true });
      await target.waitFor();
      const { y } = (await target.boundingBox())!;
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(800);
      await chat.log.hover();
      const numbers = async () => (await chat.texts()).map((text) => Number(/\d+/.exec(text)![0]));
      const scrollUntil = (direction: 1 | -1, isThere: (shown: number[]) => boolean) =>
        until(
          'the reader is there',
          async () => {
            await chat.page.mouse.wheel(0, 1_500 * direction);
            return isThere(await numbers());
          },
          60_000,
        );
      await scrollUntil(1, (shown) => Math.max(...shown) > 1_100);
      await scrollUntil(-1, (shown) => Math.min(...shown) < 900);
      await chat.page.getByRole('button', { name: 'Jump to latest' }).click();
      await chat.answers.filter({ hasText: 'Answer 1999.' }).waitFor();
      await chat.page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });
      await talk('One more', 'The very last answer');
    });
  });

  it('can be used without a pointer', async () => {
    const { keyboard } = chat.page;
    await keyboard.type('First question');
    await keyboard.press('Enter');
    (await model.call(0)).say('First answer').finish();
    await chat.finishedAnswer();
    await keyboard.press('ArrowUp');
    await chat.page.getByRole('textbox', { name: 'Your message' }).waitFor();
    await keyboard.press('Escape');
    await chat.page.getByRole('textbox', { name: 'Your message' }).waitFor({ state: 'detached' });
    expect(await chat.box.evaluate((box) => box === document.activeElement)).toBe(true);
    await keyboard.press('ArrowUp');
    await chat.page.getByRole('textbox', { name: 'Your message' }).waitFor();
    await keyboard.type(', in other words');
    await keyboard.press('Enter');
    (await model.call(1)).say('Other answer').finish();
    await chat.answers.filter({ hasText: 'Other answer' }).waitFor();
    await chat.questions.getByRole('group', { name: 'Version 2 of 2' }).waitFor();
    expect(await chat.box.evaluate((box) => box === document.activeElement)).toBe(true);
    expect((await chat.texts())[0]).toBe('First question, in other words');
  });

  it('tells a screen reader that an answer runs and how it ends, in few words', async () => {
    await talk('Question', 'A first answer');
    await chat.page.getByText('Answer complete. A first answer').waitFor({ state: 'attached' });
    await chat.page.evaluate(() => {
      const region = document.querySelector('main > output[aria-live=polite]')!;
      const said: string[] = [];
      Object.assign(globalThis, { said });
      new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await chat.ask('Another');
    const call = await model.call(1);
    for (let word = 0; word < 40; word += 1) call.say(`word${word} `);
    call.finish();
    await chat.finishedAnswer();
    await until('the end is told', () =>
      chat.page.evaluate(() =>
        (globalThis as unknown as { said: string[] }).said.at(-1)!.startsWith('Answer complete'),
      ),
    );
    const said = await chat.page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    expect(said[0]).toBe('Answering');
    expect(said.length).toBeLessThanOrEqual(4);
    expect(said.at(-1)).toContain('word0 word1');
  });
});

/** Settles when nothing has scrolled or moved for half a second. */
async function untilStill(log: Element): Promise<void> {
  let before = '';
  for (let frames = 0; frames < 30; frames += 1) {
    await new Promise(requestAnimationFrame);
    const now = `${log.scrollTop} ${log.scrollHeight}`;
    if (now !== before) frames = 0;
    before = now;
  }
}

/** Scrolls up at once. Returns by how many pixels messages moved afterwards, whatever was loaded or measured. */
async function scrollUp(log: Element, pixels: number): Promise<number> {
  const tops = () =>
    new Map(
      [...log.querySelectorAll('article')].map((article) => [article.textContent, article.getBoundingClientRect().top]),
    );
  log.scrollTop -= pixels;
  let before = tops();
  let shift = 0;
  for (let count = 0; count < 10; count += 1) {
    await new Promise(requestAnimationFrame);
    const now = tops();
    const { top: start, bottom: end } = log.getBoundingClientRect();
    for (const [text, top] of now) {
      const was = before.get(text);
      if (was !== undefined && was > start && was < end) shift = Math.max(shift, Math.abs(top - was));
    }
    before = now;
  }
  return shift;
}
