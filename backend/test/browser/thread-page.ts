import type { Locator } from 'playwright-core';
import { ChatPage } from './chat-page.js';

/** One conversation on the page, with what a reader can do to its messages. */
export class ThreadPage extends ChatPage {
  /** The whole transcript, as it is on screen. */
  get log(): Locator {
    return this.page.getByRole('log', { name: 'Messages' });
  }

  /** The texts of all messages shown, oldest first, without what stands under them. */
  async texts(): Promise<string[]> {
    const articles = this.log.getByRole('article');
    return (await articles.allInnerTexts()).map((text) => text.trim().split('\n', 1)[0]);
  }

  async editQuestion(old: string, text: string): Promise<void> {
    const question = this.questions.filter({ hasText: old });
    await question.hover();
    await question.getByRole('button', { name: 'Edit message' }).click();
    const editor = this.page.getByRole('textbox', { name: 'Your message' });
    await editor.fill(text);
    await editor.press('Enter');
  }

  /** @param of the question or answer whose other version is wanted */
  async step(of: Locator, to: 'Previous' | 'Next'): Promise<void> {
    await of.hover();
    await of.getByRole('button', { name: `${to} version` }).click();
  }

  /** Pixels from the top of the window. */
  async topOf(element: Locator): Promise<number> {
    const box = await element.boundingBox();
    if (box === null) throw new Error('it is not on screen');
    return box.y;
  }
}
