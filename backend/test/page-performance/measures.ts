import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { Stopwatch, type Stretch } from './stopwatch.js';
import type { Subject } from './subject.js';

const DIST = resolve(import.meta.dirname, '../../frontend/dist');
const STREAM = 'stream 2000 12205 200';
const LONG = 'stream 2000 60000 200';
const STREAM_MS = 10_000;
/** Keys come at no beat: one would fall into step with the frames, and the figure would tell how. */
const KEY_GAPS_MS = [90, 160] as const;

/** Bytes of gzipped JavaScript that the page asks for before it shows itself. */
export function initialJavaScript(): number {
  const html = readFileSync(resolve(DIST, 'index.html'), 'utf8');
  const files = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file]) => file);
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(resolve(DIST, file))).length, 0);
}

/** Milliseconds from the navigation until the message box takes words and the main thread is free. */
export async function coldLoad(subject: Subject): Promise<number> {
  const page = await subject.openPage();
  await page.addInitScript(() => {
    const marks = ((globalThis as unknown as { marks: number[] }).marks = [0]);
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) marks.push(startTime + duration);
    }).observe({ type: 'longtask', buffered: true });
    const watch = () => {
      if (document.getElementById('message-box') === null) requestAnimationFrame(watch);
      else marks.push(performance.now());
    };
    watch();
  });
  await page.goto(subject.origin);
  await page.locator('#message-box').waitFor();
  await page.waitForTimeout(1_500); // long tasks after it count too
  const ms = await page.evaluate(() => Math.max(...(globalThis as unknown as { marks: number[] }).marks));
  await page.context().close();
  return ms;
}

/** Milliseconds from the Enter key to the frame that shows its dots, in a conversation that is open. */
export async function dots(subject: Subject, id: string): Promise<number> {
  const page = await subject.openPage();
  await page.goto(`${subject.origin}/c/${id}`);
  await page.getByRole('article', { name: 'Answer' }).last().waitFor();
  await page.waitForTimeout(2_000); // as above
  await page.evaluate(() => {
    addEventListener(
      'keydown',
      ({ key, timeStamp }) => {
        if (key !== 'Enter') return;
        const watch = () => {
          const isThere = document.querySelector('[role=log] .animate-pulse, [role=log] [aria-busy=true]') !== null;
          // The frame after the one that has them: they are on screen.
          if (isThere)
            requestAnimationFrame(() => Object.assign(globalThis, { dotsAfterMs: performance.now() - timeStamp }));
          else requestAnimationFrame(watch);
        };
        requestAnimationFrame(watch);
      },
      true,
    );
  });
  await page.locator('#message-box').fill(STREAM);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => 'dotsAfterMs' in globalThis);
  const ms = await page.evaluate(() => (globalThis as unknown as { dotsAfterMs: number }).dotsAfterMs);
  await page.context().close();
  return ms;
}

/** An answer of 2,000 deltas in ten seconds, in a conversation that is open, while someone types. */
export async function streaming(subject: Subject, id: string, slowdown: number, isLong = false): Promise<Stretch> {
  const page = await subject.openPage();
  await page.goto(`${subject.origin}/c/${id}`);
  await page.getByRole('article', { name: 'Answer' }).last().waitFor();
  await page.waitForTimeout(2_000); // the renderers come after the first screen
  const stopwatch = await Stopwatch.on(page);
  await stopwatch.slowDown(slowdown);
  await ask(page, isLong ? LONG : STREAM);
  const stretch = await stopwatch.measure(() => typeFor(page, STREAM_MS));
  await page.locator('#message-box').fill('');
  await stopwatch.slowDown(1);
  await page.getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached', timeout: 60_000 });
  await page.context().close();
  return stretch;
}

export interface LongConversation {
  /** Most message nodes in the page at any time. */
  mostMessages: number;
  /** Most pixels by which a message on screen moved while older ones were loaded. */
  shift: number;
  /** Pages of older messages that were loaded meanwhile. */
  pages: number;
}

/** Milliseconds from the navigation to the first message on screen. */
export async function firstPaint(subject: Subject, id: string): Promise<number> {
  const page = await subject.openPage();
  await page.addInitScript(() => {
    const watch = () => {
      if (document.querySelector('[role=log] article') === null) return requestAnimationFrame(watch);
      return requestAnimationFrame((now) => Object.assign(globalThis, { paintedAt: now }));
    };
    watch();
  });
  await page.goto(`${subject.origin}/c/${id}`);
  await page.waitForFunction(() => 'paintedAt' in globalThis);
  const ms = await page.evaluate(() => (globalThis as unknown as { paintedAt: number }).paintedAt);
  await page.context().close();
  return ms;
}

/** Scrolls up through several pages of older messages. */
export async function longConversation(subject: Subject, id: string): Promise<LongConversation> {
  const page = await subject.openPage();
  let pages = 0;
  page.on('response', (response) => {
    if (response.url().includes('cursor=')) pages += 1;
  });
  await page.goto(`${subject.origin}/c/${id}`);
  const log = page.getByRole('log', { name: 'Messages' });
  await log.getByRole('article').first().waitFor();
  await page.waitForTimeout(2_000);
  let mostMessages = 0;
  let shift = 0;
  for (let turns = 0; turns < 400; turns += 1) {
    shift = Math.max(shift, await log.evaluate(scrollUp, 400));
    mostMessages = Math.max(mostMessages, await log.getByRole('article').count());
    if (pages > 4) break;
  }
  await page.context().close();
  return { mostMessages, shift, pages };
}

async function ask(page: Page, question: string): Promise<void> {
  await page.locator('#message-box').fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop answering' }).waitFor();
}

async function typeFor(page: Page, durationMs: number): Promise<number> {
  const end = performance.now() + durationMs;
  let pressed = 0;
  while (performance.now() < end) {
    const [least, most] = KEY_GAPS_MS;
    const next = performance.now() + least + Math.random() * (most - least);
    await page.keyboard.press(pressed % 6 === 5 ? 'Space' : 'a');
    pressed += 1;
    await page.waitForTimeout(Math.max(0, next - performance.now()));
  }
  return pressed;
}

/** Scrolls up at once. Returns by how many pixels messages on screen moved in the frames after it. */
export async function scrollUp(log: Element, pixels: number): Promise<number> {
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
