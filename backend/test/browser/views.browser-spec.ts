import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Locator } from 'playwright-core';
import { HandModel } from '../hand-model.js';
import { startApp, type TestApp } from '../start-app.js';
import { until } from '../until.js';
import { findViolationsInBothThemes } from './axe.js';
import { ConversationsPage } from './conversations-page.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';
import { ThreadPage } from './thread-page.js';

const PAGE = resolve(import.meta.dirname, '../../../frontend/dist');

jest.setTimeout(120_000);

describeInBrowser('every view of the page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let app: TestApp;
  let model: HandModel;
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
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    chat = new ThreadPage(await context.newPage());
    await chat.open(app.origin);
  });
  afterEach(async () => {
    await context.close();
  });

  /** Asks, and has the model answer. */
  const talk = async (question: string, answer: string) => {
    const number = model.calls.length;
    await chat.ask(question);
    (await model.call(number)).say(answer).finish();
    await chat.finishedAnswer();
  };

  it('has nothing that axe finds wrong, light and dark', async () => {
    const list = new ConversationsPage(chat.page);
    const { page } = chat;
    const wrong: string[][] = [];
    const look = async (view: string) => {
      wrong.push(...(await findViolationsInBothThemes(page)).map((violation) => [view, ...violation]));
    };
    const lookAtDialog = async (name: string) => {
      await page.getByRole('dialog', { name }).waitFor();
      await look(name);
      await page.keyboard.press('Escape');
    };

    await look('empty page');

    const number = model.calls.length;
    await chat.ask('Question');
    const call = (await model.call(number)).say('Some words ');
    await chat.answers.filter({ hasText: 'Some words' }).waitFor();
    for (const text of ['second', 'third']) await chat.ask(text);
    await chat.queue.getByText('third').waitFor();
    await chat.queue.getByRole('button', { name: 'Edit' }).last().click();
    await look('queue');
    await page.keyboard.press('Escape');
    await chat.queue.getByRole('button', { name: 'Remove from queue' }).last().click();

    call.finish();
    (await model.call(number + 1)).say('Half of it').fail(new Error('broken on purpose'));
    await page.getByRole('alert').waitFor();
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await chat.box.press('ArrowUp');
    await page.getByRole('textbox', { name: 'Your message' }).waitFor();
    await look('edit of a question, problem card, offline banner');
    await page.keyboard.press('Escape');
    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });

    await chat.answers.first().hover();
    await chat.answers.first().getByRole('button', { name: 'Bad answer' }).click();
    await lookAtDialog('Bad answer');
    await page.getByRole('button', { name: 'Instructions for this conversation' }).click();
    await lookAtDialog('Instructions for this conversation');

    await list.row('Question').hover();
    await list.sidebar.getByRole('button', { name: 'Options for Question' }).click();
    await list.menu.waitFor();
    await look('menu');
    await list.menu.getByRole('menuitem', { name: 'Archive' }).click();
    await list.toast('“Question” archived').waitFor();
    await page.keyboard.press('Control+k');
    await list.palette.getByRole('combobox').waitFor();
    await look('palette');
    await page.keyboard.type('Question');
    await list.palette.getByRole('status').waitFor();
    await lookAtDialog('Search and commands');
    await page.keyboard.press('Control+/');
    await lookAtDialog('Keyboard shortcuts');

    await list.openSettings('General');
    for (const section of await list.settings.getByRole('tab').allInnerTexts()) {
      await list.settings.getByRole('tab', { name: section }).click();
      if (section === 'Archived') await list.settings.getByRole('link', { name: 'Question' }).waitFor();
      await look(`settings: ${section}`);
    }
    await page.keyboard.press('Escape');

    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('button', { name: 'Show sidebar' }).click();
    await list.sidebar.waitFor();
    await look('drawer');
    await page.goto(`${app.origin}/sign-in`);
    await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
    await look('sign-in on a phone');
    expect(wrong).toEqual([]);
  });

  it('keeps the end of the thread and the message box in view: zoomed, on a phone, when answers come at once', async () => {
    const answer = `\`\`\`ts\n${'const wide = 1; '.repeat(30)}\n\`\`\`\n\n${'A few words more. '.repeat(60)}The last words`;
    const seesEnd = async (width: number, height: number) => {
      await until(`the end is in view at ${width}×${height}`, async () => {
        const end = await chat.answers.last().getByText('The last words').boundingBox();
        const box = await chat.box.boundingBox();
        if (end === null || box === null) return false;
        return end.y + end.height > 0 && end.y + end.height < box.y && box.y + box.height <= height;
      });
    };
    for (const number of [1, 2, 3]) await talk(`Question ${number}`, answer);
    for (const [width, height] of [
      [640, 400], // 1280×800 at 200 %
      [390, 844],
      [320, 256], // 1280×1024 at 400 %
      [1280, 800],
    ]) {
      await chat.page.setViewportSize({ width, height });
      await seesEnd(width, height);
      expect(await chat.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
    // After five, the page asks for an opinion under each: that holds what is read, not what is still to come.
    for (const number of [4, 5, 6, 7, 8]) {
      await talk(`Question ${number}`, answer);
      if (number > 5) await chat.page.getByRole('form', { name: 'A question to you' }).waitFor();
      await seesEnd(1280, 800);
    }

    await chat.page.setViewportSize({ width: 640, height: 400 });
    await chat.answers.last().getByRole('button', { name: 'Bad answer' }).click();
    const { y, height } = (await chat.page.getByRole('dialog', { name: 'Bad answer' }).boundingBox())!;
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(400);
  });

  it('lets Arabic and Hebrew run from right to left, and code from left to right', async () => {
    const list = new ConversationsPage(chat.page);
    const answer =
      'هذه إجابة قصيرة.\n\n- عنصر `SELECT 1;` أول\n- English item\n\n| الميزة | PostgreSQL |\n|---|---|\n| التزامن | ممتاز |\n\nAn English paragraph.\n\n```ts\nשלום();\n```';
    await talk('مرحبا بالعالم', answer);
    await chat.box.fill('שלום');
    const reload = async () => {
      await chat.page.reload();
      await chat.answers.getByText('An English paragraph.').waitFor();
    };
    for (const open of [async () => {}, reload]) {
      await open();
      const { answers, questions, box } = chat;
      const runs = (of: Locator) => of.evaluate((element) => getComputedStyle(element).direction);
      expect({
        question: await runs(questions.getByText('مرحبا بالعالم')),
        box: await runs(box),
        title: await runs(list.row('مرحبا بالعالم').locator('bdi')),
        paragraph: await runs(answers.getByText('هذه إجابة قصيرة.')),
        list: await runs(answers.getByRole('list')),
        item: await runs(answers.getByRole('listitem').last()),
        inlineCode: await runs(answers.getByText('SELECT 1;')),
        table: await runs(answers.getByRole('table')),
        english: await runs(answers.getByText('An English paragraph.')),
        code: await runs(answers.getByText('שלום')),
      }).toEqual({
        question: 'rtl',
        box: 'rtl',
        title: 'rtl',
        paragraph: 'rtl',
        list: 'rtl',
        item: 'rtl',
        inlineCode: 'ltr',
        table: 'rtl',
        english: 'ltr',
        code: 'ltr',
      });
      const log = (await chat.log.boundingBox())!;
      const item = (await answers.getByRole('listitem').first().boundingBox())!;
      expect(log.x + log.width - (item.x + item.width)).toBeGreaterThan(20); // room for its mark
    }
  });
});
