import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Random } from '../chaos/random.js';
import { HandModel } from '../hand-model.js';
import { startApp, type TestApp } from '../start-app.js';
import { until } from '../until.js';
import { ChatPage } from './chat-page.js';
import { EVIL, LANGUAGES, PAYLOADS } from './inert/payloads.js';
import { Watch } from './inert/watch.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGE = resolve(ROOT, 'frontend/dist');
const BENCH = resolve(ROOT, 'dist-inert');

/** `INERT=full` splits every payload at every offset; otherwise at a few, which the seed chooses. */
const isFull = process.env.INERT === 'full';
const SPLITS = 8;
const random = new Random(20_261_122).fork('inert');
/** Texts the bench shows side by side. */
const BATCH = 300;
/** Hostile diagrams that must have been drawn; others are refused, or hang their frame, and are shown as code. */
const DRAWN = 6;
/** Payloads of one answer. */
const ANSWER = 25;

jest.setTimeout(isFull ? 3_600_000 : 300_000);

interface SplitText {
  text: string;
  offset: number;
}
/** What `frontend/test/inert/main.tsx` and its neighbour give to the page. */
interface Bench {
  showGrowing(texts: SplitText[]): Promise<string[]>;
  /** Of the whole page as it is now. */
  findFaults(): string[];
}

describeInBrowser('what an answer may try', () => {
  let browser: Browser;
  let context: BrowserContext;
  let watch: Watch;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await context?.close();
  });

  const open = async (origin: string) => {
    context = await browser.newContext();
    watch = await Watch.over(context, origin);
    page = await context.newPage();
    await page.goto(origin);
  };

  it('is of more than 400 kinds', () => {
    expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length);
    expect(PAYLOADS.length).toBeGreaterThan(400);
  });

  describe('in the renderer, split between two deltas', () => {
    let app: TestApp;

    beforeAll(async () => {
      const vite = resolve(ROOT, 'node_modules/vite/bin/vite.js');
      const args = [
        'build',
        'frontend/test/inert',
        '-c',
        'frontend/vite.config.ts',
        '--outDir',
        BENCH,
        '--emptyOutDir',
      ];
      execFileSync(process.execPath, [vite, ...args, '--logLevel', 'error'], { cwd: ROOT, stdio: 'inherit' });
      app = await startApp({ pageFolder: BENCH });
    });
    afterAll(async () => {
      await app?.[Symbol.asyncDispose]();
    });
    beforeEach(async () => {
      await open(app.origin);
      await page.waitForFunction(() => 'showGrowing' in globalThis);
    });

    const show = (texts: SplitText[]) =>
      page.evaluate((all) => (globalThis as unknown as Bench).showGrowing(all), texts);

    it('runs nothing, asks nobody, and leaves nothing in the page that could', async () => {
      const texts = PAYLOADS.flatMap((text) => offsetsOf(text).map((offset): SplitText => ({ text, offset })));
      const faults: string[] = [];
      for (let at = 0; at < texts.length; at += BATCH) faults.push(...(await show(texts.slice(at, at + BATCH))));
      expect({ faults, seen: watch.seen }).toEqual({ faults: [], seen: [] });
      if (isFull) process.stdout.write(`${PAYLOADS.length} payloads, ${texts.length} splits: nothing ran\n`);
    });

    it('does neither once its diagrams and formulas are drawn', async () => {
      const drawings = page.locator('img[src^="blob:"]');
      expect(await show(LANGUAGES.map((text) => ({ text, offset: 1 })))).toEqual([]);
      await drawings.nth(DRAWN - 1).waitFor({ timeout: 120_000 });
      await page.locator('.katex').first().waitFor();
      expect(await page.locator('.katex').count()).toBeGreaterThan(5);
      const faults = await page.evaluate(() => (globalThis as unknown as Bench).findFaults());
      expect({ faults: faults.filter((fault) => !/iframe src=\/diagram.html$/.test(fault)), seen: watch.seen }).toEqual(
        { faults: [], seen: [] },
      );
    });

    it.each<[string, (page: Page) => Promise<unknown>, RegExp]>([
      [
        'an inline script',
        (of) =>
          of.evaluate(() => {
            const script = document.createElement('script');
            (script as { text: unknown }).text = 'pwned()';
            document.body.append(script);
          }),
        /require-trusted-types-for|script-src/,
      ],
      [
        'markup made of a string',
        (of) =>
          of.evaluate(() => {
            document.body.innerHTML = '<img src=x onerror=pwned()>';
          }),
        /require-trusted-types-for/,
      ],
      [
        'an event handler',
        (of) =>
          of.evaluate(() => {
            document.body.setAttribute('onclick', 'pwned()');
          }),
        /require-trusted-types-for|script-src/,
      ],
      [
        'a style of its own',
        (of) =>
          of.evaluate(() => {
            document.head.append(Object.assign(document.createElement('style'), { textContent: 'body{color:red}' }));
          }),
        /style-src/,
      ],
      [
        'a picture of a stranger',
        (of) =>
          of.evaluate((url) => {
            document.body.append(Object.assign(document.createElement('img'), { src: url }));
          }, `${EVIL}/i.png`),
        /img-src|a request/,
      ],
      [
        'a frame of a stranger',
        (of) =>
          of.evaluate((url) => {
            document.body.append(Object.assign(document.createElement('iframe'), { src: url }));
          }, EVIL),
        /frame-src|a request/,
      ],
      ['a call to a stranger', (of) => of.evaluate((url) => fetch(url).catch(() => undefined), EVIL), /connect-src/],
      [
        'a policy for its own markup',
        (of) =>
          of.evaluate(() => {
            const { trustedTypes } = globalThis as unknown as {
              trustedTypes: { createPolicy(name: string, rules: object): unknown };
            };
            trustedTypes.createPolicy('default', { createHTML: (html: string) => html });
          }),
        /trusted-types/,
      ],
      [
        'its script, run by the devtools',
        (of) =>
          of.evaluate(() => {
            (globalThis as unknown as { pwned(): void }).pwned();
          }),
        /a script ran/,
      ],
    ])('would be noticed and blocked: %s', async (_name, careless, noticed) => {
      await careless(page).catch(() => undefined);
      await until('it was noticed', () => noticed.test(watch.seen.join('\n')));
      expect(watch.seen.join('\n')).toMatch(noticed);
    });
  });

  describe('on the page', () => {
    const model = new HandModel();
    let app: TestApp;

    beforeAll(async () => {
      if (!existsSync(PAGE)) throw new Error('Run `npm run build:page` first: this opens the built page.');
      app = await startApp({ models: model, pageFolder: PAGE });
    });
    afterAll(async () => {
      await app?.[Symbol.asyncDispose]();
    });

    it('as question, answer, title and history does nothing', async () => {
      await open(app.origin);
      const chat = new ChatPage(page);
      for (const [number, payloads] of answers().entries()) {
        await chat.ask(payloads.join('\n\n').slice(0, 30_000));
        const call = await model.call(number);
        for (const piece of pieces(payloads.join('\n\n'))) call.say(piece);
        call.say(`\n\nEnd of answer ${number}.`).finish();
        await chat.finishedAnswer();
      }
      expect(watch.seen).toEqual([]);
      await page.reload();
      await chat.answers.last().waitFor();
      await chat.finishedAnswer();
      expect(watch.seen).toEqual([]);
    });

    it('leads to strangers only by a click, and tells them nothing of where it came from', async () => {
      await open(app.origin);
      const chat = new ChatPage(page);
      const number = model.calls.length;
      await chat.ask('A link, please');
      (await model.call(number)).say(`![x](${EVIL}/?d=1)`).finish();
      await chat.finishedAnswer();
      expect(watch.seen).toEqual([]);
      const link = page.getByRole('link', { name: 'Image on evil.test: x' });
      const [request, opened] = await Promise.all([
        context.waitForEvent('request', (asked) => asked.url().startsWith(EVIL)),
        context.waitForEvent('page'),
        link.click(),
      ]);
      expect(request.headers().referer).toBeUndefined();
      expect(await opened.evaluate(() => window.opener === null)).toBe(true);
    });
  });
});

function offsetsOf(text: string): number[] {
  const all = Array.from({ length: text.length + 1 }, (_, offset) => offset);
  if (isFull) return all;
  return Array.from({ length: SPLITS }, () => all[random.between(0, all.length - 1)]);
}

/** Payloads that would swallow those behind them, as a fence without an end does, have an answer of their own. */
function answers(): string[][] {
  const greedy = PAYLOADS.filter((text) => /^(```|~~~|\$\$|<(plaintext|xmp|!--))/.test(text) || text.includes('[r]'));
  const rest = PAYLOADS.filter((text) => !greedy.includes(text));
  const groups: string[][] = [];
  for (let at = 0; at < rest.length; at += ANSWER) groups.push(rest.slice(at, at + ANSWER));
  groups.push(greedy);
  return groups;
}

function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    const length = random.between(1, 40);
    found.push(text.slice(at, at + length));
    at += length;
  }
  return found;
}
