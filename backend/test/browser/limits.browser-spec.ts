import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ServerProcess } from '../server-process.js';
import { createStore, type TestStore } from '../start-app.js';
import { until } from '../until.js';
import { ChatPage } from './chat-page.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';

jest.setTimeout(120_000);

describeInBrowser('a person who reaches a limit', () => {
  let browser: Browser;
  let context: BrowserContext;
  let store: TestStore;
  let server: ServerProcess;
  let page: Page;
  let chat: ChatPage;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    chat = new ChatPage(page);
    await chat.open(await server.origin);
  });
  afterEach(() => context.close());

  const startServer = async (env: Record<string, string>) => {
    store = await createStore();
    server = ServerProcess.start({ ...store.env, CHAT_DEMO_DELAY_MS: '0', CHAT_TITLES: 'false', ...env });
    await server.origin;
  };
  const endServer = async () => {
    await server.end('SIGKILL');
    await store.drop();
  };

  const retry = () => page.getByRole('button', { name: /^Try again/ });
  /** What the button counts down to, as it stands there now. */
  const countdown = async () => /^Try again in (\d+ \w+)$/.exec(await retry().innerText())?.[1] ?? null;

  describe('of questions at a time', () => {
    beforeAll(() =>
      startServer({ CHAT_MAX_RUNNING_TURNS: '1', CHAT_SENDS_PER_MINUTE: '3', CHAT_DEMO_TOKENS_PER_SECOND: '30' }),
    );
    afterAll(() => endServer());

    it('is told to wait for the running answer, and for how long; then the question is answered', async () => {
      await chat.ask('write 120 words'); // four seconds: long enough to ask beside it, over before the wait is
      await until('it is under way', async () => (await chat.countWords()) > 1);
      await chat.sidebar.getByText('New chat').click();
      await chat.ask('write 5 words');
      await page.getByRole('alert').getByText('You have several answers in the making already.').waitFor();
      expect(await countdown()).toMatch(/^[1-5] s$/);
      expect(await retry().isDisabled()).toBe(true);
      await until('the wait is over', async () => retry().isEnabled());
      await retry().click();
      expect((await chat.finishedAnswer()).trim().split(/\s+/)).toHaveLength(5);
      expect(await chat.questions.count()).toBe(1);
    });

    it('sees the seconds go by until the next question may be asked, and keeps the words of this one', async () => {
      for (const word of ['one', 'two', 'three']) {
        await chat.ask(`write 1 words, ${word}`);
        await chat.finishedAnswer();
      }
      await chat.ask('One too many');
      await page.getByRole('alert').getByText('Too many requests. Wait a moment').waitFor();
      const first = await countdown();
      expect(first).toMatch(/^\d+ s$/);
      await until('a second has gone by', async () => (await countdown()) !== first);
      expect(Number.parseInt((await countdown())!)).toBeLessThan(Number.parseInt(first!));
      await page.getByRole('button', { name: 'Edit' }).last().click();
      expect(await chat.box.inputValue()).toBe('One too many');
    });
  });

  describe('of tokens a day', () => {
    beforeAll(() => startServer({ QUOTA_USER_TOKENS_PER_DAY: '1', CHAT_DEMO_TOKENS_PER_SECOND: '0' }));
    afterAll(() => endServer());

    it('is told when the quota is used up, and when there is a new one', async () => {
      await chat.ask('write 3 words');
      await chat.finishedAnswer();
      await chat.ask('write 4 words');
      await page.getByRole('alert').getByText('The token quota is used up for now.').waitFor();
      expect(await countdown()).toMatch(/^\d+ (s|min|h)$/);
      expect(await retry().isDisabled()).toBe(true);
      expect(await chat.questions.last().innerText()).toContain('write 4 words');
    });
  });
});
