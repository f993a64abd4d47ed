import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { HandModel } from '../hand-model.js';
import { seedConversation } from '../seed-conversation.js';
import { startApp, type TestApp } from '../start-app.js';
import { until } from '../until.js';
import { findViolationsInBothThemes } from './axe.js';
import { ConversationsPage } from './conversations-page.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';
import { ThreadPage } from './thread-page.js';

const PAGE = resolve(import.meta.dirname, '../../../frontend/dist');

jest.setTimeout(120_000);

describeInBrowser('who reads an answer', () => {
  let browser: Browser;
  let app: TestApp;
  let model: HandModel;
  let context: BrowserContext;
  let chat: ThreadPage;

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
    model.calls.length = 0;
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    chat = new ThreadPage(await context.newPage());
    await chat.open(app.origin);
  });
  afterEach(async () => {
    await context.close();
  });

  /** Asks, and has the model begin its answer. */
  const begin = async (question: string, words: string) => {
    const number = model.calls.length;
    await chat.ask(question);
    const call = (await model.call(number)).say(words);
    await chat.answers.last().getByText(words.split('\n', 1)[0]).waitFor();
    return call;
  };
  /** Presses a button that copies; resolves when it says that it has, and no sooner may the clipboard be read. */
  const copy = async (name: string) => {
    await chat.answers.getByRole('button', { name: 'Copied' }).waitFor({ state: 'detached' });
    await chat.answers.getByRole('button', { name }).click();
    await chat.answers.getByRole('button', { name: 'Copied' }).waitFor();
  };
  /** Whether motion is on the page right now. */
  const isMoving = () =>
    chat.page.evaluate(() => document.getAnimations().some(({ playState }) => playState === 'running'));

  it('sees each call of a tool as one line, where it was made, and what it took and gave on demand', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const call = await begin('What is the weather?', 'I look it up.');
    const end = call.use('weatherReport', { city: 'Lisbon' });
    const line = chat.answers.getByRole('button', { name: 'Weather report' });
    await line.and(chat.page.getByRole('button', { name: 'running' })).waitFor();
    end({ degrees: 23 });
    await line.and(chat.page.getByRole('button', { name: 'done' })).waitFor();
    call.use('seaReport', {})({ message: 'no such sea' }, true);
    call.say('It is **warm**.').finish();
    await chat.finishedAnswer();

    for (const isReloaded of [false, true]) {
      if (isReloaded) await chat.page.reload();
      await chat.answers.getByText('warm').waitFor();
      const lines = (await chat.answers.innerText()).split('\n').filter((text) => text !== '');
      const shown = lines.slice(0, lines.indexOf('It is warm.') + 1);
      expect(shown).toEqual(['I look it up.', 'Weather report', 'done', 'Sea report', 'failed', 'It is warm.']);
      expect(await chat.answers.innerText()).not.toContain('Lisbon');
      await line.click();
      const gave = chat.answers.getByRole('group', { name: 'What came back' });
      expect(JSON.parse(await gave.innerText())).toEqual({ degrees: 23 });
      expect(await chat.answers.getByRole('group', { name: 'Given to it' }).innerText()).toContain('Lisbon');
    }
    expect(await findViolationsInBothThemes(chat.page)).toEqual([]);
    await copy('Copy answer');
    expect(await chat.page.evaluate(() => navigator.clipboard.readText())).toBe('I look it up.\n\nIt is **warm**.');
  });

  it('keeps the question at the top while a long answer grows, where that was chosen', async () => {
    const list = new ConversationsPage(chat.page);
    await list.openSettings('General');
    await list.settings.getByRole('radio', { name: 'Keep my question at the top' }).click();
    await chat.page.keyboard.press('Escape');
    const paragraphs = (count: number) => 'Words that fill a line or two. '.repeat(12).concat('\n\n').repeat(count);
    (await begin('First question', `Beginning\n\n${paragraphs(6)}`)).finish();
    await chat.finishedAnswer();

    const call = await begin('Second question', 'A start');
    const question = chat.questions.filter({ hasText: 'Second question' });
    const logTop = await chat.topOf(chat.log);
    const top = await chat.topOf(question);
    expect(top - logTop).toBeGreaterThanOrEqual(0);
    expect(top - logTop).toBeLessThan(100);
    for (let part = 0; part < 8; part += 1) {
      call.say(`\n\nPart ${part}\n\n`, paragraphs(2));
      await chat.answers.last().getByText(`Part ${part}`).waitFor();
      expect(Math.abs((await chat.topOf(question)) - top)).toBeLessThanOrEqual(1);
    }
    call.say('The last words').finish();
    await chat.finishedAnswer();
    expect(Math.abs((await chat.topOf(question)) - top)).toBeLessThanOrEqual(1);
    await chat.page.getByRole('button', { name: 'Jump to latest, new text below' }).click();
    await until('the end is in view', async () => (await chat.topOf(chat.page.getByText('The last words'))) < 700);

    // A short answer leaves room under it, and the next question goes to the top as well.
    (await begin('Third question', 'Short')).finish();
    await chat.finishedAnswer();
    expect(Math.abs((await chat.topOf(chat.questions.filter({ hasText: 'Third' }))) - top)).toBeLessThanOrEqual(1);
  });

  it('stays at what is opened and closed, also where the end of the conversation is on screen', async () => {
    const log = Array.from({ length: 300 }, (_, index) => `line ${index}`).join('\n');
    // Code makes room while it waits to be drawn: the list has scrolled further than there is room for in the end.
    (await begin(log, 'Here it is.\n\n```mermaid\ngraph LR\n A --> B\n```')).finish();
    await chat.finishedAnswer();
    await chat.answers.getByRole('button', { name: 'Code', exact: true }).waitFor();
    const before = await chat.topOf(chat.questions);
    for (const [press, other] of [
      ['Show all', 'Show less'],
      ['Show less', 'Show all'],
    ]) {
      await chat.questions.getByRole('button', { name: press }).press('Enter');
      await chat.questions.getByRole('button', { name: other }).waitFor();
      await chat.page.waitForTimeout(300); // long enough for a list that follows its end
      expect(await chat.topOf(chat.questions)).toBe(before);
    }
  });

  it('keeps a selection while the answer goes on', async () => {
    const call = await begin('Question', 'First paragraph here.\n\nSecond paragraph, to be selected.\n\nThird');
    const selected = () => chat.page.evaluate(() => String(getSelection()));
    await chat.answers.locator('p', { hasText: 'Second paragraph' }).selectText();
    expect(await selected()).toBe('Second paragraph, to be selected.');
    for (let part = 0; part < 20; part += 1) {
      call.say(` and ${part}.\n\nParagraph ${part}`);
      await chat.answers.getByText(`Paragraph ${part}`, { exact: true }).waitFor();
      expect(await selected()).toBe('Second paragraph, to be selected.');
    }
    call.finish();
    await chat.finishedAnswer();
    expect(await selected()).toBe('Second paragraph, to be selected.');
  });

  it('takes an answer and a table along as rich text', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = (type: string) =>
      chat.page.evaluate(async (wanted) => {
        const [item] = await navigator.clipboard.read();
        return (await item.getType(wanted)).text();
      }, type);
    const markdown = 'Some **bold** words\n\n```ts\nconst one = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    (await begin('Question', 'Before\n\n')).say(markdown).finish();
    await chat.finishedAnswer();
    await copy('Copy answer');
    expect(await copied('text/plain')).toBe(`Before\n\n${markdown}`);
    const html = await copied('text/html');
    expect(html).toMatch(/<strong>bold<\/strong>|<b>bold<\/b>|<span>bold<\/span>/);
    expect(html).toContain('const one = 1;');
    expect(html).not.toMatch(/class=|<button|Copy/);

    await chat.answers.getByRole('table').hover();
    await copy('Copy table');
    expect(await copied('text/plain')).toBe('a\tb\n1\t2');
    expect(await copied('text/html')).toMatch(/<table.*<td[^>]*>2<\/td>/s);
  });

  it('sees on a phone that a table goes on to the side, and takes it along', async () => {
    await context.close();
    context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    chat = new ThreadPage(await context.newPage());
    await chat.open(app.origin);
    const number = model.calls.length;
    await chat.box.fill('Question');
    await chat.page.getByRole('button', { name: 'Send', exact: true }).tap();
    const row = (cell: string) => `|${` ${cell} |`.repeat(8)}\n`;
    (await model.call(number)).say(`${row('Header')}${row('---')}${row('word')}`).finish();
    await chat.finishedAnswer();
    const table = chat.answers.getByRole('group', { name: 'Table' });
    /** Which edges of it are darker than the page, in its lowest line, where there are no words. */
    const shadedEdges = async () => {
      const { x, y, width, height } = (await table.boundingBox())!;
      const shades = { start: x + 1, end: x + width - 2 };
      const page = await brightnessAt(chat.page, x - 4, y + height - 4);
      const isShaded = async (left: number) => (await brightnessAt(chat.page, left, y + height - 4)) < page - 30;
      return { start: await isShaded(shades.start), end: await isShaded(shades.end) };
    };
    expect(await shadedEdges()).toEqual({ start: false, end: true });
    await table.evaluate((box) => box.scrollTo((box.scrollWidth - box.clientWidth) / 2, 0));
    expect(await shadedEdges()).toEqual({ start: true, end: true });
    await table.evaluate((box) => box.scrollTo(box.scrollWidth, 0));
    expect(await shadedEdges()).toEqual({ start: true, end: false });

    const button = chat.answers.getByRole('button', { name: 'Copy table' });
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    await button.tap();
    await chat.answers.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await chat.page.evaluate(() => navigator.clipboard.readText())).toContain('Header\tHeader');
  });

  it('prints all of a conversation, and nothing of what is pressed', async () => {
    const { userId } = (await (await chat.page.request.get(`${app.origin}/api/v1/session`)).json()) as {
      userId: string;
    };
    const code = `\`\`\`ts\nconst wide = '${'x'.repeat(400)}'; // end of line\n\`\`\``;
    const row = (cell: string) => `|${` ${cell} |`.repeat(16)}\n`;
    const table = `${row('Quite a long header')}${row('---')}${row('some words in it')}`;
    const texts = Array.from(
      { length: 40 },
      (_, index) => `Message ${index}.\n\n${'Words. '.repeat(80)}\n\n${code}\n\n${table}`,
    );
    await seedConversation(app.dataSource, userId, 'printed', texts);
    await chat.open(`${app.origin}/c/printed`);
    await chat.answers.filter({ hasText: 'Message 39.' }).waitFor();
    await chat.page.emulateMedia({ media: 'print' });
    const sheet = await chat.page.evaluate(() => {
      dispatchEvent(new Event('beforeprint'));
      const shown = document.body.innerText;
      const cut = [...document.querySelectorAll('pre, [role=group]:has(> table)')].filter(
        (box) => box.scrollWidth > box.clientWidth + 1,
      );
      const { scrollHeight } = document.documentElement;
      dispatchEvent(new Event('afterprint'));
      return { shown, scrollHeight, cut: cut.filter(({ clientWidth }) => clientWidth > 0).length };
    });
    for (let index = 0; index < 40; index += 1) expect(sheet.shown).toContain(`Message ${index}.`);
    expect(sheet.shown.match(/Message 39\./g)).toHaveLength(1);
    expect(sheet.scrollHeight).toBeGreaterThan(5_000);
    expect(sheet.cut).toBe(0);
    expect(sheet.shown.match(/some words in it/g)!.length).toBeGreaterThan(300);
    expect(sheet.shown).not.toMatch(/New chat|Reply|Copy/);
    await chat.page.emulateMedia({ media: 'screen' });
    await chat.answers.filter({ hasText: 'Message 39.' }).waitFor();
    expect(await chat.log.getByRole('article').count()).toBeLessThan(40);
  });

  it('sees nothing move where reduced motion is wished for', async () => {
    const call = await begin('Question', 'Words');
    call.use('slowTool', {});
    await chat.answers.getByRole('button', { name: 'Slow tool' }).waitFor();
    expect(await isMoving()).toBe(true);
    await chat.page.emulateMedia({ reducedMotion: 'reduce' });
    await until('all stands still', async () => !(await isMoving()));
    await chat.ask('Another, which waits');
    await chat.queue.getByText('Another, which waits').waitFor();
    await until('all stands still', async () => !(await isMoving()));
    expect(await isMoving()).toBe(false);
  });

  it('is told that the page was updated, and reloads it without losing a draft', async () => {
    (await begin('Question', 'Answer')).finish();
    await chat.finishedAnswer();
    await chat.box.fill('Half a sentence');
    // As after a deploy: the server has another page, and the link to it was away for a moment.
    const html = await (await fetch(app.origin, { headers: { accept: 'text/html' } })).text();
    const body = html.replace(/(<script type="module"[^>]* src="\/assets\/)/, '$1new-');
    await context.route(`${app.origin}/`, (route) => route.fulfill({ contentType: 'text/html', body }));
    await context.setOffline(true);
    await chat.page.getByText('You are offline.').waitFor();
    await context.setOffline(false);
    await chat.page.getByText('Throughline has been updated.').waitFor();
    await context.unrouteAll({ behavior: 'wait' });
    await chat.page.getByRole('button', { name: 'Reload' }).click();
    await chat.page.getByText('Throughline has been updated.').waitFor({ state: 'detached' });
    await chat.answers.getByText('Answer').waitFor();
    expect(await chat.box.inputValue()).toBe('Half a sentence');

    await context.setOffline(true);
    await chat.page.getByText('You are offline.').waitFor();
    await context.setOffline(false);
    await chat.page.getByText('You are offline.').waitFor({ state: 'detached' });
    await chat.ask('Asked on a page that is up to date');
    await model.call(1);
    expect(await chat.page.getByText('Throughline has been updated.').count()).toBe(0);
  });
});

/** Red, green and blue of one pixel of the screen, added up. */
async function brightnessAt(page: Page, x: number, y: number): Promise<number> {
  const png = await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 } });
  const [red, green, blue] = await page.evaluate(
    async (bytes) => {
      const context = new OffscreenCanvas(1, 1).getContext('2d')!;
      context.drawImage(await createImageBitmap(new Blob([new Uint8Array(bytes)])), 0, 0);
      return [...context.getImageData(0, 0, 1, 1).data];
    },
    [...png],
  );
  return red + green + blue;
}
