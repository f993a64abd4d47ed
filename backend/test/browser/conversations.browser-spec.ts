import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator } from 'playwright-core';
import { startApp, type TestApp } from '../start-app.js';
import { until } from '../until.js';
import { findViolations } from './axe.js';
import { ChatPage } from './chat-page.js';
import { ConversationsPage } from './conversations-page.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';

const PAGE = resolve(import.meta.dirname, '../../../frontend/dist');
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

jest.setTimeout(120_000);

describeInBrowser('a person and their conversations', () => {
  let browser: Browser;
  let app: TestApp;
  let context: BrowserContext;
  let chat: ChatPage;
  let list: ConversationsPage;
  const faults: string[] = [];

  beforeAll(async () => {
    if (!existsSync(PAGE)) throw new Error('Run `npm run build:page` first: this opens the built page.');
    browser = await launchChromium();
    app = await startApp({ pageFolder: PAGE, env: { CHAT_DEMO_TOKENS_PER_SECOND: '400' } });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.[Symbol.asyncDispose]();
  });

  const openTab = async (path = ''): Promise<[ChatPage, ConversationsPage]> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    const tab = new ChatPage(page);
    await tab.open(app.origin + path);
    return [tab, new ConversationsPage(page)];
  };
  const openAs = async (options: BrowserContextOptions) => {
    await context?.close();
    context = await browser.newContext(options);
    [chat, list] = await openTab();
  };

  beforeEach(async () => {
    faults.length = 0;
    await openAs({ viewport: { width: 1280, height: 800 } });
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });

  /** A conversation that begins with this question, answered. Returns its id. */
  const begin = async (question: string): Promise<string> => {
    await chat.page.goto(app.origin);
    await chat.ask(question);
    await chat.finishedAnswer();
    return new URL(chat.page.url()).pathname.replace('/c/', '');
  };

  /** Conversations of the user of this browser, one a day, the first the newest. */
  const addOlder = async (titles: string[], daysAgo = 1): Promise<void> => {
    const view = await context.request.get(`${app.origin}/api/v1/session`);
    const { userId } = (await view.json()) as { userId: string };
    for (const [index, title] of titles.entries()) {
      await app.dataSource.query(
        `INSERT INTO conversations (id, user_id, title, start_time, last_update_time) VALUES ($1, $2, $3, $4, $4)`,
        [`older-${userId}-${daysAgo + index}`, userId, title, new Date(Date.now() - (daysAgo + index) * 86_400_000)],
      );
    }
  };

  it('pins a conversation, in every tab, and takes the pin away again', async () => {
    await begin('Alpha');
    await begin('Beta');
    const [, other] = await openTab();
    await list.choose('Alpha', 'Pin');
    await until('it is pinned here', async () => (await list.titlesIn('Pinned')).join() === 'Alpha');
    await until('it is pinned there', async () => (await other.titlesIn('Pinned')).join() === 'Alpha');
    expect(await list.titlesIn('Today')).toEqual(['Beta']);
    await other.choose('Alpha', 'Unpin');
    await until('it is back', async () => (await list.titlesIn('Today')).length === 2);
    expect(await list.sidebar.getByText('Pinned').count()).toBe(0);
  });

  it('renames a conversation from its row and from the title, and keeps the name over a reload', async () => {
    await begin('Alpha');
    await list.choose('Alpha', 'Rename');
    await chat.page.keyboard.type('First name');
    await chat.page.keyboard.press('Enter');
    await list.title.getByText('First name').waitFor();
    await list.chooseFromTitle('Rename');
    await chat.page.keyboard.type('Second name');
    await chat.page.keyboard.press('Enter');
    await list.row('Second name').waitFor();
    await list.chooseFromTitle('Rename');
    await chat.page.keyboard.type('Never mind');
    await chat.page.keyboard.press('Escape');
    await chat.page.reload();
    await list.row('Second name').waitFor();
    await list.title.getByText('Second name').waitFor();
    expect(await chat.page.title()).toBe('Second name · Throughline');
  });

  it('archives a conversation, undoes that, and finds archived ones in the settings', async () => {
    await begin('Alpha');
    await list.choose('Alpha', 'Archive');
    await list.toast('“Alpha” archived').waitFor();
    await list.row('Alpha').waitFor({ state: 'detached' });
    expect(new URL(chat.page.url()).pathname).toBe('/');
    await list.undo();
    await list.row('Alpha').waitFor();

    await list.choose('Alpha', 'Archive');
    await list.row('Alpha').waitFor({ state: 'detached' });
    await list.openSettings('Archived');
    await list.settings.getByRole('link', { name: 'Alpha' }).click();
    await chat.questions.getByText('Alpha').waitFor();
    await chat.page.getByText('Archived', { exact: true }).waitFor();
    await list.chooseFromTitle('Move back to the list');
    await list.row('Alpha').waitFor();
  });

  it('deletes a conversation, undoes that, and deletes it for good when the page goes', async () => {
    const id = await begin('Alpha');
    await chat.page.keyboard.press('Control+Shift+Backspace');
    await list.row('Alpha').waitFor({ state: 'detached' });
    await list.undo();
    await list.row('Alpha').waitFor();
    await chat.questions.getByText('Alpha').waitFor();

    const [, other] = await openTab(`/c/${id}`);
    await list.choose('Alpha', 'Delete');
    await list.toast('“Alpha” deleted').waitFor();
    await chat.page.reload();
    await other.title.getByText('Not found').waitFor();
    await other.row('Alpha').waitFor({ state: 'detached' });
    await until('the server has deleted it', async () => {
      return (await context.request.get(`${app.origin}/api/v1/conversations/${id}`)).status() === 404;
    });
    await chat.page.goto(`${app.origin}/c/${id}`);
    await chat.page.getByText('This conversation was not found').waitFor();
    expect(await findViolations(chat.page)).toEqual([]);
  });

  it('cannot be written to in a conversation that is about to be deleted, and gets it back', async () => {
    await begin('Alpha');
    await chat.page.keyboard.press('Control+Shift+Backspace');
    await list.row('Alpha').waitFor({ state: 'detached' });
    await chat.page.goBack();
    await chat.page.getByText('This conversation is deleted').waitFor();
    expect(await chat.page.getByRole('textbox').count()).toBe(0);
    await chat.page.getByRole('main').getByRole('button', { name: 'Undo' }).click();
    await chat.questions.getByText('Alpha').waitFor();
    await list.toast('“Alpha” deleted').waitFor({ state: 'detached' });
    await list.row('Alpha').waitFor();
  });

  /** Its part of the page is loaded on first use: what is typed before it is there goes elsewhere. */
  async function openPalette(): Promise<void> {
    await chat.page.keyboard.press('Control+k');
    await list.palette.getByRole('combobox').waitFor();
  }

  it('marks an answer nobody has seen, in each tab, until one of them looks at it', async () => {
    await begin('Alpha');
    const [otherChat, other] = await openTab();
    await chat.ask('write 3000 words'); // long enough to leave before its end, however slow the machine is
    await list.row('Alpha').getByText('Answering').waitFor();
    await list.sidebar.getByRole('link', { name: 'New chat' }).click();
    expect(await list.row('Alpha').getByText('Answering').count()).toBe(1);
    await list.unreadMark('Alpha').waitFor();
    await other.unreadMark('Alpha').waitFor();
    await chat.page.reload();
    await list.unreadMark('Alpha').waitFor();
    await other.row('Alpha').click();
    await otherChat.answers.last().waitFor();
    await list.unreadMark('Alpha').waitFor({ state: 'detached' });
    await otherChat.page.reload();
    await other.row('Alpha').waitFor();
    expect(await other.unreadMark('Alpha').count()).toBe(0);
  });

  it('groups by day and month, and loads older conversations while scrolling', async () => {
    await addOlder(['Yesterday’s']);
    await addOlder(
      Array.from({ length: 120 }, (_, index) => `Old ${index + 1}`),
      40,
    );
    await chat.page.reload();
    await list.row('Yesterday’s').waitFor();
    expect(await list.titlesIn('Yesterday')).toEqual(['Yesterday’s']);
    expect(await list.row('Old 120').count()).toBe(0);
    await until('the end is reached', async () => {
      await list.sidebar.getByRole('link').last().scrollIntoViewIfNeeded();
      return (await list.row('Old 120').count()) === 1;
    });
    expect(await list.sidebar.getByRole('link', { name: /^Old/ }).count()).toBe(120);
  });

  it('finds a message by its words, shows them marked, and goes to it', async () => {
    await begin('Where does the albatross sleep');
    await begin('Show me a table');
    await openPalette();
    await chat.page.keyboard.type('albatr');
    // A slow machine has looked for the first letters before the rest is typed, and shows what it found until then.
    const marked = chat.page.locator('mark', { hasText: 'albatross' });
    const found = list.palette
      .getByRole('option')
      .filter({ has: chat.page.getByLabel('You') })
      .filter({ has: marked });
    await found.waitFor();
    await found.click();
    await chat.questions.getByText('Where does the albatross sleep').waitFor();
    expect(await list.title.innerText()).toBe('Where does the albatross sleep');
    expect(await list.palette.count()).toBe(0);

    await openPalette();
    await chat.page.keyboard.type('no such words anywhere');
    await list.palette.getByText('Nothing found in your conversations.').waitFor();
  });

  it('lists a conversation that was begun offline, and keeps it there when it is sent', async () => {
    await begin('Alpha');
    await context.setOffline(true);
    await chat.page.getByText('Offline').first().waitFor();
    await list.sidebar.getByRole('link', { name: 'New chat' }).click();
    await chat.ask('Begun offline');
    await list.row('Begun offline').waitFor();
    await list.row('Alpha').click();
    await chat.questions.getByText('Alpha').waitFor();
    expect(await list.titlesIn('Today')).toEqual(['Begun offline', 'Alpha']);
    await context.setOffline(false);
    await list.unreadMark('Begun offline').waitFor();
    expect(await list.titlesIn('Today')).toEqual(['Begun offline', 'Alpha']);
    await list.row('Begun offline').click();
    expect(await chat.finishedAnswer()).toContain('Begun offline');
  });

  it('goes from one conversation to another and back, by the browser’s buttons', async () => {
    await begin('Alpha');
    await begin('Beta');
    await list.row('Alpha').click();
    await chat.questions.getByText('Alpha').waitFor();
    await chat.page.goBack();
    await chat.questions.getByText('Beta').waitFor();
    await list.title.getByText('Beta').waitFor();
    await chat.page.goForward();
    await chat.questions.getByText('Alpha').waitFor();
    expect(await list.title.innerText()).toBe('Alpha');
    await chat.page.goBack();
    await chat.page.keyboard.press('Control+k');
    await list.palette.waitFor();
    await chat.page.keyboard.press('Escape');
    await chat.page.goForward(); // a dialog of a wide screen takes no entry of history
    await chat.questions.getByText('Alpha').waitFor();
  });

  it('keeps theme, density and the send key over a reload', async () => {
    await list.openSettings('General');
    for (const choice of ['Dark', 'Compact', 'Ctrl Enter']) {
      await list.settings.getByRole('radio', { name: choice, exact: true }).click();
    }
    await chat.page.keyboard.press('Escape');
    await chat.page.reload();
    await chat.box.waitFor();
    expect(await chat.page.locator('html').getAttribute('data-density')).toBe('compact');
    expect(await chat.page.locator('html').getAttribute('class')).toContain('dark');
    await list.openSettings('General');
    expect(await list.settings.getByRole('radio', { name: 'Ctrl Enter' }).isChecked()).toBe(true);
  });

  it('can be used by keyboard alone: menu, rename, commands, list of keys, and the focus comes back', async () => {
    await begin('Alpha');
    const { keyboard } = chat.page;
    const focused = () =>
      chat.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id);

    await addOlder(['Older']);
    await chat.page.reload();
    await list.row('Older').waitFor();
    await list.row('Alpha').focus();
    await keyboard.press('ArrowDown');
    expect(await list.row('Older').evaluate((row) => row === document.activeElement)).toBe(true);
    await keyboard.press('ArrowUp');
    await keyboard.press('Tab');
    expect(await focused()).toBe('Options for Alpha');
    await keyboard.press('Enter');
    await list.menu.waitFor();
    await keyboard.press('Escape');
    await until('the focus is back', async () => (await focused()) === 'Options for Alpha');
    await keyboard.press('ArrowDown');
    await list.menu.getByRole('menuitem', { name: 'Rename' }).waitFor();
    await until('the first item has the focus', () =>
      chat.page.evaluate(() => document.activeElement?.textContent === 'Rename'),
    );
    await keyboard.press('Enter');
    await keyboard.type('Omega');
    await keyboard.press('Enter');
    await list.row('Omega').waitFor();

    await list.sidebar.getByRole('button', { name: 'Options for Omega' }).press('Enter');
    await list.menu.getByRole('menuitem', { name: 'Pin' }).press('Enter');
    await until('the pinned row has the focus', () =>
      chat.page.evaluate(() => document.activeElement?.closest('section')?.textContent === 'PinnedOmega'),
    );
    await keyboard.press('Shift+Escape');
    expect(await focused()).toBe('message-box');
    await keyboard.press('Control+/');
    await chat.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await openPalette();
    await keyboard.type('new ch');
    await keyboard.press('Enter');
    await until('a new chat is open', async () => new URL(chat.page.url()).pathname === '/');
    await until('its box has the focus', async () => (await focused()) === 'message-box');
    await openPalette();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowUp');
    await keyboard.press('Enter');
    await chat.questions.getByText('Alpha').waitFor();
  });

  it('copies the last answer and the last code by their keys', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await begin('Write some Python code');
    const copied = () => chat.page.evaluate(() => navigator.clipboard.readText());
    await chat.page.keyboard.press('Control+Shift+;');
    await list.toast('Copied').first().waitFor();
    expect(await copied()).toContain('def fibonacci');
    expect(await copied()).not.toContain('```');
    await openPalette();
    await chat.page.keyboard.type('copy the last answer');
    await chat.page.keyboard.press('Enter');
    await until('the whole answer was copied', async () => (await copied()).includes('```'));
  });

  it('exports a conversation as files named after it', async () => {
    await begin('Show me a table');
    for (const [item, extension, content] of [
      ['Export as Markdown', 'md', 'Show me a table'],
      ['Export as JSON', 'json', '"Show me a table"'],
    ]) {
      const [file] = await Promise.all([chat.page.waitForEvent('download'), list.chooseFromTitle(item)]);
      expect(file.suggestedFilename()).toMatch(new RegExp(`^Show.me.a.table.*\\.${extension}$`, 'i'));
      expect(await readFile(await file.path(), 'utf8')).toContain(content);
    }
  });

  it('deletes everything when the word was typed', async () => {
    await begin('Alpha');
    await begin('Beta');
    await list.openSettings('My data');
    await list.settings.getByLabel(/Type/).fill('delete');
    await list.settings.getByRole('button', { name: 'Delete everything' }).click();
    await list.settings.getByText('Everything is deleted.').waitFor();
    await chat.page.keyboard.press('Escape');
    await list.sidebar.getByText('Your conversations will appear here.').waitFor();
    await chat.page.reload();
    await list.sidebar.getByText('Your conversations will appear here.').waitFor();
    expect(await list.titlesIn('Today')).toEqual([]);
  });

  it('closes what is open with Back on a phone, and goes back only then', async () => {
    await openAs(PHONE);
    const { page } = chat;
    await chat.box.fill('Alpha');
    await page.getByRole('button', { name: 'Send' }).tap();
    await chat.finishedAnswer();
    const alpha = page.url();
    const openDrawer = () => page.getByRole('button', { name: 'Show sidebar' }).tap();
    const choose = async (name: string) => {
      await openDrawer();
      await list.sidebar.getByRole('button', { name, exact: true }).tap();
    };
    const backCloses = async (what: Locator) => {
      await what.waitFor();
      await until('it has an entry of history', () => page.evaluate(() => history.state.isOver === true));
      await page.goBack();
      await what.waitFor({ state: 'detached' });
      await until('the entry is gone', () => page.evaluate(() => history.state.isOver === undefined));
      expect(page.url()).toBe(alpha);
    };

    await openDrawer();
    await backCloses(list.sidebar);
    await choose('Settings');
    await backCloses(list.settings);
    await choose('Search');
    await backCloses(list.palette);
    await page.getByRole('button', { name: 'Instructions for this conversation' }).tap();
    await backCloses(page.getByRole('dialog', { name: 'Instructions for this conversation' }));
    await list.title.getByRole('button').tap();
    await backCloses(list.menu);
    await choose('Settings');
    await list.settings.getByRole('tab', { name: 'Account' }).tap();
    await list.settings.getByRole('button', { name: 'Sign in' }).tap(); // one dialog opens another
    await backCloses(page.getByRole('dialog', { name: 'Sign in' }));

    // Closed in another way, or left for elsewhere, it leaves nothing in the way of Back and Forward.
    await choose('Settings');
    await list.settings.getByRole('button', { name: 'Close' }).tap();
    await until('the entry is gone', () => page.evaluate(() => history.state.isOver === undefined));
    await openDrawer();
    await list.sidebar.getByRole('link', { name: 'New chat' }).tap();
    await list.sidebar.waitFor({ state: 'detached' });
    await page.waitForURL(`${app.origin}/`);
    await openDrawer();
    await list.sidebar.getByRole('link', { name: 'New chat' }).tap(); // where the reader is already
    await list.sidebar.waitFor({ state: 'detached' });
    await until('the entry is gone', () => page.evaluate(() => history.state.isOver === undefined));
    await page.goBack();
    await page.waitForURL(alpha);
    await chat.questions.getByText('Alpha').waitFor();
    await page.goBack();
    await page.waitForURL(`${app.origin}/`);
    await page.goForward();
    await page.waitForURL(alpha);

    // Reloaded while something is open: the entry goes, the page stays.
    await openDrawer();
    await until('it has an entry of history', () => page.evaluate(() => history.state.isOver === true));
    await page.reload();
    await chat.questions.getByText('Alpha').waitFor();
    await until('the entry is gone', () => page.evaluate(() => history.state.isOver === undefined));
    await page.goBack();
    await page.waitForURL(`${app.origin}/`);
  });

  it('sees every part of the settings on the narrowest phone', async () => {
    await openAs({ ...PHONE, viewport: { width: 320, height: 568 } });
    await chat.page.getByRole('button', { name: 'Show sidebar' }).tap();
    await list.sidebar.getByRole('button', { name: 'Settings' }).tap();
    await list.settings.waitFor();
    for (const tab of await list.settings.getByRole('tab').all()) {
      const { x, width } = (await tab.boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(320);
    }
  });

  it('is told of what happened beside the title and the message box, not over them', async () => {
    const title = 'A question that is long enough for its title to reach the middle of the page and beyond';
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
    ]) {
      await openAs({ viewport: { width, height } });
      await begin(title);
      await chat.page.keyboard.press('Control+Shift+;');
      const toast = chat.page.getByRole('region', { name: /Notifications/ }).getByRole('listitem');
      await toast.waitFor();
      await toast.evaluate((element) => Promise.all(element.getAnimations().map(({ finished }) => finished)));
      const box = (await toast.boundingBox())!;
      const header = (await chat.page.locator('main > header').boundingBox())!;
      expect(box.y).toBeGreaterThanOrEqual(header.y + header.height);
      expect(box.y + box.height).toBeLessThan((await chat.box.boundingBox())!.y);
    }
  });

  it('works on a phone: drawer, long press, title', async () => {
    await openAs(PHONE);
    await chat.box.fill('Alpha'); // Enter breaks the line there
    await chat.page.getByRole('button', { name: 'Send' }).tap();
    await chat.finishedAnswer();
    await list.title.getByText('Alpha').waitFor();
    await chat.page.getByRole('button', { name: 'Show sidebar' }).tap();
    const box = (await list.row('Alpha').boundingBox())!;
    expect(box.height).toBeGreaterThanOrEqual(44);
    const touch = await context.newCDPSession(chat.page);
    const point = { x: box.x + 40, y: box.y + box.height / 2 };
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
    await list.menu.waitFor();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await list.menu.getByRole('menuitem', { name: 'Pin' }).tap();
    await until('it is pinned', async () => (await list.titlesIn('Pinned')).join() === 'Alpha');
    await list.sidebar.getByRole('link', { name: 'New chat' }).tap();
    await list.sidebar.waitFor({ state: 'detached' });
    expect(new URL(chat.page.url()).pathname).toBe('/');
  });
});
