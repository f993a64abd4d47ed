import type { CDPSession, Page } from 'playwright-core';

/** What a stretch of time on the page cost. Times are milliseconds. */
export interface Stretch {
  seconds: number;
  /** Seconds of the main thread's processor time. */
  mainThreadSeconds: number;
  longestTask: number;
  /** Tasks over 50 ms. */
  longTasks: number;
  /** Of the frames a 60 Hz screen would show. */
  droppedFramesPercent: number;
  keyP50: number;
  keyMax: number;
}

interface Observed {
  tasks: number[];
  keys: number[];
  frames: number;
  dropped: number;
}

const FRAME_MS = 1_000 / 60;
/** The browser reports events from here on, in steps of 8 ms; a faster one counts as this. */
const FASTEST_KEY_MS = 16;

/** Watches the main thread of a page. */
export class Stopwatch {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async on(page: Page): Promise<Stopwatch> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Stopwatch(page, session);
  }

  /** @param rate 4 = a processor that is four times slower */
  async slowDown(rate: number): Promise<void> {
    await this.session.send('Emulation.setCPUThrottlingRate', { rate });
  }

  /** @param work returns the number of keys it pressed */
  async measure(work: () => Promise<number>): Promise<Stretch> {
    await this.page.evaluate(observe, FRAME_MS);
    const before = await this.mainThreadSeconds();
    const start = performance.now();
    const pressed = await work();
    const seconds = (performance.now() - start) / 1_000;
    const after = await this.mainThreadSeconds();
    const { tasks, keys, frames, dropped } = await this.page.evaluate(() =>
      (globalThis as unknown as { endObserving(): Observed }).endObserving(),
    );
    const missing = Math.max(0, pressed - keys.length);
    const sorted = [...Array.from({ length: missing }, () => FASTEST_KEY_MS), ...keys].toSorted((a, b) => a - b);
    return {
      seconds,
      mainThreadSeconds: after - before,
      longestTask: Math.max(0, ...tasks),
      longTasks: tasks.length,
      droppedFramesPercent: (100 * dropped) / (frames + dropped),
      keyP50: sorted[Math.floor(sorted.length / 2)] ?? 0,
      keyMax: sorted.at(-1) ?? 0,
    };
  }

  private async mainThreadSeconds(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value;
  }
}

/** Runs in the page. */
function observe(frameMs: number): void {
  const seen: Observed = { tasks: [], keys: [], frames: 0, dropped: 0 };
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.tasks.push(duration);
  });
  tasks.observe({ type: 'longtask' });
  const keys = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === 'keydown') seen.keys.push(duration);
  });
  keys.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  let last = performance.now();
  let request = requestAnimationFrame(function count(now) {
    seen.frames += 1;
    seen.dropped += Math.max(0, Math.round((now - last) / frameMs) - 1);
    last = now;
    request = requestAnimationFrame(count);
  });
  Object.assign(globalThis, {
    endObserving: () => {
      cancelAnimationFrame(request);
      tasks.disconnect();
      keys.disconnect();
      return seen;
    },
  });
}
