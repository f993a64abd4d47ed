import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { HandModel } from '../hand-model.js';
import { startApp, type TestApp } from '../start-app.js';
import { findViolationsInBothThemes } from './axe.js';
import { ConversationsPage } from './conversations-page.js';
import { hasChromium, launchChromium } from './launch.js';
import { ThreadPage } from './thread-page.js';

const describeInBrowser = hasChromium ? describe : describe.skip; // no Chromium here; in CI that is an error
const PAGE = resolve(import.meta.dirname, '../../../frontend/dist');

jest.setTimeout(120_000);

describeInBrowser('every view of the page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let app: TestApp;
  let model: HandModel;

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

  it('has nothing that axe finds wrong, light and dark', async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const chat = new ThreadPage(await context.newPage());
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

    await chat.open(app.origin);
    await look('empty page');

    await chat.ask('Question');
    (await model.call(0)).say('Some words ');
    await chat.answers.filter({ hasText: 'Some words' }).waitFor();
    for (const text of ['second', 'third']) await chat.ask(text);
    await chat.queue.getByText('third').waitFor();
    await chat.queue.getByRole('button', { name: 'Edit' }).last().click();
    await look('queue');
    await page.keyboard.press('Escape');
    await chat.queue.getByRole('button', { name: 'Remove from queue' }).last().click();

    model.calls[0].finish();
    (await model.call(1)).say('Half of it').fail(new Error('broken on purpose'));
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
});
