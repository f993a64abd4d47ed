import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { RawClient } from '../raw-client.js';
import { ServerProcess } from '../server-process.js';
import { createStore, type TestStore } from '../start-app.js';
import { StockChat, stockTransport } from '../stock-client.js';
import { until } from '../until.js';
import { findViolations, showTheme } from './axe.js';
import { ChatPage } from './chat-page.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';

jest.setTimeout(120_000);

describeInBrowser('a person on the page', () => {
  let browser: Browser;
  let context: BrowserContext;
  let store: TestStore;
  let server: ServerProcess;
  let origin: string;
  let chat: ChatPage;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    store = await createStore();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.end('SIGKILL');
    await store?.drop();
  });

  /** @param port 0 = any free one; after a restart the page expects the old one */
  const startServer = async (env: Record<string, string> = {}) => {
    server = ServerProcess.start({
      CHAT_DEMO_TOKENS_PER_SECOND: '60',
      CHAT_DRAIN_GRACE_MS: '500',
      CHAT_LEASE_TTL_MS: '3000',
      ...store.env,
      ...env,
    });
    origin = await server.origin;
  };

  const newPage = async (of: BrowserContext): Promise<Page> => {
    const page = await of.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    return page;
  };

  beforeEach(async () => {
    faults.length = 0;
    if (!server?.isUp) await startServer();
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    chat = new ChatPage(await newPage(context));
    await chat.open(origin);
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });

  it('asks, sees the question at once and the answer stream in, and finds all of it after a reload', async () => {
    await chat.ask('Write some Python code');
    await chat.questions.getByText('Write some Python code').waitFor();
    expect(await chat.box.inputValue()).toBe('');
    await chat.page.getByText('Saved').waitFor();
    const answer = await chat.finishedAnswer();
    expect(answer).toContain('def fibonacci');
    expect(chat.page.url()).toMatch(/\/c\/[\w-]+$/);
    await chat.sidebar.getByText('Some Python code', { exact: true }).waitFor(); // the title, as the model words it
    await chat.page.getByRole('heading', { level: 1, name: 'Some Python code' }).waitFor();

    await chat.page.reload();
    await chat.answers.last().waitFor();
    await until('the answer is rendered again', async () => (await chat.finishedAnswer()) === answer);
    expect(await chat.questions.count()).toBe(1);
  });

  it('asks once who is here, before its code has come, and finds it out as well when that early question fails', async () => {
    const asked: string[] = [];
    chat.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const timesAsked = () => asked.filter((path) => path === '/api/v1/session').length;
    let letCodeGo!: () => void;
    const codeMayCome = new Promise<void>((resolve) => (letCodeGo = resolve));
    await chat.page.route('**/assets/index-*.js', async (route) => {
      await codeMayCome;
      await route.continue();
    });
    const opened = chat.page.reload();
    await until('the page has asked', () => timesAsked() === 1);
    letCodeGo();
    await opened;
    await chat.box.waitFor();
    expect(timesAsked()).toBe(1);

    await chat.page.route('**/session.js', (route) => route.abort());
    await chat.page.reload();
    await chat.box.waitFor();
    expect(timesAsked()).toBe(2);
    await chat.page.unroute('**/session.js');
    let hasFailed = false;
    await chat.page.route('**/api/v1/session', async (route) => {
      if (hasFailed) return route.continue();
      hasFailed = true;
      return route.abort();
    });
    await chat.page.reload();
    await chat.box.waitFor();
    expect(hasFailed).toBe(true);
  });

  it('reloads in mid-answer, and the answer goes on', async () => {
    await chat.ask('write 200 words');
    await until('it is under way', async () => (await chat.countWords()) > 20);
    await chat.page.reload();
    await until('it goes on', async () => (await chat.countWords()) > 40);
    const answer = await chat.finishedAnswer();
    expect(answer.trim().split(/\s+/)).toHaveLength(200);
    expect(await chat.answers.count()).toBe(1);
  });

  it('loses the network in mid-answer, and the answer goes on', async () => {
    await chat.ask('write 200 words');
    await until('it is under way', async () => (await chat.countWords()) > 20);
    await context.setOffline(true);
    await chat.page.getByText('Offline').first().waitFor();
    await context.setOffline(false);
    const answer = await chat.finishedAnswer();
    expect(answer.trim().split(/\s+/)).toHaveLength(200);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'goes on by itself after the server was ended by %s and started again',
    async (signal) => {
      await chat.ask('write 300 words');
      await until('it is under way', async () => (await chat.countWords()) > 20);
      const { port } = new URL(origin);
      await server.end(signal);
      await startServer({ PORT: port });
      await until('it is whole', async () => (await chat.countWords()) === 300, 60_000);
      await chat.finishedAnswer();
      expect(await chat.questions.count()).toBe(1);
      expect(await chat.answers.count()).toBe(1);
      await chat.page.reload();
      await until('it is still whole', async () => (await chat.countWords()) === 300);
    },
  );

  it('stops an answer, keeps what came, and asks again', async () => {
    await chat.ask('write 2000 words');
    await until('it is under way', async () => (await chat.countWords()) > 20);
    await chat.stopButton.click();
    await chat.page.getByText('Stopped', { exact: true }).waitFor();
    const words = await chat.countWords();
    expect(words).toBeGreaterThan(20);
    expect(words).toBeLessThan(1000);
    await chat.page.getByRole('button', { name: 'Regenerate' }).click();
    await chat.page.getByText('Stopped', { exact: true }).waitFor({ state: 'detached' });
    await chat.stopButton.click();
  });

  it('follows the answer in a second tab that asked nothing, and stops it there', async () => {
    await chat.ask('write 2000 words');
    await until('it is under way', async () => (await chat.countWords()) > 10);
    const second = new ChatPage(await newPage(context));
    await second.open(chat.page.url());
    await until('the other tab shows it too', async () => (await second.countWords()) > 10);
    await second.stopButton.click();
    await chat.page.getByText('Stopped', { exact: true }).waitFor();
    await second.page.getByText('Stopped', { exact: true }).waitFor();
    await until('both have all of it', async () => {
      return (await second.answers.last().innerText()) === (await chat.answers.last().innerText());
    });

    await chat.ask('Show me a table');
    await second.page.getByRole('table').waitFor();
    expect(await second.questions.count()).toBe(2);
  });

  it('leaves a conversation while it is answered, and comes back to the answer', async () => {
    await chat.ask('write 150 words');
    await until('it is under way', async () => (await chat.countWords()) > 10);
    await chat.sidebar.getByText('New chat').click();
    await chat.ask('Show me a table');
    await chat.page.getByRole('table').waitFor();
    await chat.sidebar.getByText('150 words').click();
    const answer = await chat.finishedAnswer();
    expect(answer.trim().split(/\s+/)).toHaveLength(150);
  });

  it('never sees the conversations of another browser', async () => {
    await chat.ask('My secret');
    await chat.finishedAnswer();
    const elsewhere = await browser.newContext();
    const stranger = new ChatPage(await newPage(elsewhere));
    await stranger.page.goto(chat.page.url());
    await stranger.page.getByText('This conversation was not found').waitFor();
    expect(await stranger.page.getByText('My secret').count()).toBe(0);
    await elsewhere.close();
  });

  it('notices nothing of two stock clients beside it and of a third that sends garbage', async () => {
    const signIn = async () => (await fetch(`${origin}/api/v1/session`)).headers.getSetCookie()[0].split(';', 1)[0];
    const socket = await server.socket();
    const stock = await Promise.all(
      ['one', 'two'].map(async (id) => new StockChat({ id, transport: stockTransport(socket, await signIn()) })),
    );
    await chat.ask('write 150 words');
    const asking = stock.map((one) => one.sendMessage({ text: 'write 150 words' }));
    const vandal = await RawClient.open(socket, await signIn());
    vandal.socket.send('\u0000{{{ not a frame');
    expect(await vandal.closed()).toBe(1008);
    await Promise.all(asking);
    const answer = await chat.finishedAnswer();
    expect([answer, ...stock.map((one) => one.lastText)].map((text) => text.trim().split(/\s+/).length)).toEqual([
      150, 150, 150,
    ]);
    expect(stock.map((one) => one.status)).toEqual(['ready', 'ready']);
  });

  it('can be used by keyboard on a phone-sized page, without any violation axe can find', async () => {
    await chat.page.setViewportSize({ width: 390, height: 844 });
    await chat.page.keyboard.type('Make a list with headings');
    await chat.page.keyboard.press('Enter');
    await chat.finishedAnswer();
    for (const colorScheme of ['light', 'dark'] as const) {
      await showTheme(chat.page, colorScheme);
      expect({ colorScheme, violations: await findViolations(chat.page) }).toEqual({ colorScheme, violations: [] });
    }
  });

  it('shows what went wrong in one sentence, keeps the message, and tries again', async () => {
    const { port } = new URL(origin);
    await server.end('SIGTERM');
    await startServer({ PORT: port, CHAT_DEMO_FAILURE: 'mid-answer' });
    await chat.ask('Tell me something');
    await chat.page
      .getByRole('alert')
      .getByText(/connection to the AI service broke/)
      .waitFor();
    expect(await chat.page.getByRole('alert').count()).toBe(1);
    await chat.page.getByRole('button', { name: /Try again|Retry/ }).waitFor();
    await server.end('SIGTERM');
    await startServer({ PORT: port });
    await chat.page.getByText('Connected').waitFor();
    await chat.page.getByRole('button', { name: /Try again|Retry/ }).click();
    // What failed is still shown as finished until the new answer has begun.
    await chat.page.getByRole('alert').waitFor({ state: 'detached' });
    expect(await chat.finishedAnswer()).toContain('demo model');
    expect(await chat.questions.count()).toBe(1);
  });
});
