import type { Locator, Page } from 'playwright-core';

/** The page as its user sees it: by roles and words. */
export class ChatPage {
  readonly box: Locator;
  readonly answers: Locator;
  readonly questions: Locator;
  readonly stopButton: Locator;
  readonly sidebar: Locator;
  /** The messages that wait for the running answer to end. */
  readonly queue: Locator;

  constructor(readonly page: Page) {
    this.box = page.getByRole('textbox', { name: 'Message', exact: true });
    this.answers = page.getByRole('article', { name: 'Answer' });
    this.questions = page.getByRole('article', { name: 'You' });
    this.stopButton = page.getByRole('button', { name: 'Stop answering' });
    this.queue = page.getByRole('list', { name: 'Waiting to be sent' });
    this.sidebar = page.getByRole('navigation', { name: 'Conversations' });
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.box.waitFor();
  }

  /** Sends a message; resolves when it stands in the thread, or in the queue behind a running answer. */
  async ask(text: string): Promise<void> {
    const texts = await this.questions.allInnerTexts();
    const before = {
      path: new URL(this.page.url()).pathname,
      questions: texts.length,
      lastQuestion: texts.at(-1) ?? '',
      queued: await this.queue.getByRole('listitem').count(),
    };
    await this.box.fill(text);
    await this.box.press('Enter');
    await this.page.waitForFunction(
      ({ path, questions, lastQuestion, queued, beginning }) => {
        const find = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
        const isOld = location.pathname === path; // a new conversation begins with nothing
        const shown = find('[role=log] article[aria-label="You"]');
        const last = shown.at(-1)?.innerText ?? '';
        return (
          shown.length > (isOld ? questions : 0) ||
          // A long thread keeps no more of its messages in the page when one is added.
          (last !== lastQuestion && last.replaceAll(/\s+/g, ' ').startsWith(beginning)) ||
          find('ul[aria-label="Waiting to be sent"] li').length > (isOld ? queued : 0)
        );
      },
      { ...before, beginning: text.trim().replaceAll(/\s+/g, ' ').slice(0, 60) },
      { timeout: 60_000 },
    );
  }

  /** The number of whole words of the last answer that are on the page. */
  async countWords(): Promise<number> {
    if ((await this.answers.count()) === 0) return 0;
    return (await this.answers.last().innerText()).split(/\s+/).length;
  }

  /** The last answer's text, once it stands under the last question and nothing is being answered any more. */
  async finishedAnswer(): Promise<string> {
    // One look at all of it: an answer that has not begun yet must not pass for one that has ended.
    await this.page.waitForFunction(
      () => {
        const last = [...document.querySelectorAll('[role=log] article')].at(-1);
        const isAnswering = document.querySelector('button[aria-label="Stop answering"]') !== null;
        return last?.ariaLabel === 'Answer' && last.ariaBusy !== 'true' && !isAnswering;
      },
      undefined,
      { timeout: 60_000 },
    );
    return this.answers.last().innerText();
  }
}
