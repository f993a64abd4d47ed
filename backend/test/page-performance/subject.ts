import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { createStore } from '../../bench/store.js';
import { launchChromium } from '../browser/launch.js';
import { RawClient } from '../raw-client.js';
import { ServerProcess } from '../server-process.js';
import { talk } from '../talk.js';
import { ModelServer } from './model-server.js';

/** Far above what the measurement needs. */
const LIMITS = {
  CHAT_SENDS_PER_MINUTE: '100000',
  CHAT_FRAMES_PER_MINUTE: '100000',
  REST_REQUESTS_PER_MINUTE: '100000',
  AUTH_MAX_GUESTS_PER_MINUTE: '100000',
  CHAT_REPLAY_BYTES_PER_MINUTE: '1000000000',
  // What the model is shown does not matter here, and all of it with each of 1,000 seeded questions would take minutes.
  CHAT_MAX_HISTORY_CHARACTERS: '2000',
};
const VIEWPORT = { width: 1280, height: 800 };
/** More than the browser's own bars take of a window. */
const BARS_PX = 120;
const SESSION_COOKIE = /^([^=]+)=([^;]+)/;

/** The built server with the built page, a model beside it and a browser before it. */
export class Subject {
  private constructor(
    private readonly server: ServerProcess,
    private readonly model: ModelServer,
    readonly browser: Browser,
    readonly origin: string,
    private readonly cookie: string,
    private readonly dropStore: () => Promise<void>,
  ) {}

  static async start(): Promise<Subject> {
    const model = await ModelServer.start();
    const store = await createStore(process.env.DATABASE_URL);
    const server = ServerProcess.start({
      ...store.env,
      ...LIMITS,
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'measured',
      OPENAI_MODEL: 'measured',
    });
    const origin = await server.origin;
    const answer = await fetch(`${origin}/api/v1/session`);
    const cookie = answer.headers.getSetCookie()[0].split(';', 1)[0];
    return new Subject(server, model, await launchChromium(), origin, cookie, () => store.drop());
  }

  /** A conversation of this many messages. Returns its id. */
  async seed(messages: number): Promise<string> {
    const id = `seeded-${messages}`;
    const client = await RawClient.open(await this.server.socket(), this.cookie);
    let last: string[] = [];
    for (let count = 0; count < messages; count += 2) {
      const { questionId, answerId } = await talk(client, id, `Question ${count / 2}`, last);
      last = [questionId, answerId];
      client.frames.length = 0;
    }
    client.socket.close();
    return id;
  }

  /** A page of whoever the conversations belong to, with nothing in its cache. */
  async openPage(): Promise<Page> {
    const context: BrowserContext = await this.browser.newContext({ viewport: VIEWPORT });
    const [, name, value] = SESSION_COOKIE.exec(this.cookie)!;
    await context.addCookies([{ name, value, url: this.origin }]);
    const page = await context.newPage();
    await growWindow(page);
    return page;
  }

  async end(): Promise<void> {
    await this.browser.close();
    await this.server.end('SIGKILL');
    this.model.close();
    await this.dropStore();
  }
}

/**
 * Room for all of the viewport. Playwright makes the window as high as the viewport, bars included, so that the last 87
 * pixels of the page would never be shown: a key in the message box would be reported with the next frame that shows
 * something else.
 */
async function growWindow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  const { width, height } = VIEWPORT;
  await session.send('Browser.setWindowBounds', { windowId, bounds: { width, height: height + BARS_PX } });
  await session.detach();
}
