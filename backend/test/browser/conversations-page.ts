import type { Locator, Page } from 'playwright-core';

/** The conversations' side of the page as its user sees it: list, header, palette, settings. */
export class ConversationsPage {
  readonly sidebar: Locator;
  readonly title: Locator;
  readonly palette: Locator;
  readonly settings: Locator;
  readonly menu: Locator;

  constructor(readonly page: Page) {
    this.sidebar = page.getByRole('navigation', { name: 'Conversations' });
    this.title = page.getByRole('heading', { level: 1 });
    this.palette = page.getByRole('dialog', { name: 'Search and commands' });
    this.settings = page.getByRole('dialog', { name: 'Settings' });
    this.menu = page.getByRole('menu');
  }

  /** The row of a conversation; its name begins with the title and ends with its mark. */
  row(title: string): Locator {
    return this.sidebar.getByRole('link', { name: new RegExp(`^${title}`) });
  }

  unreadMark(title: string): Locator {
    return this.row(title).getByText('New answer');
  }

  /** Titles of a group, top to bottom. */
  titlesIn(group: string): Promise<string[]> {
    return this.sidebar.getByRole('region', { name: group }).locator('li bdi').allInnerTexts();
  }

  async choose(title: string, item: string): Promise<void> {
    await this.row(title).hover();
    await this.sidebar.getByRole('button', { name: `Options for ${title}` }).click();
    await this.menu.getByRole('menuitem', { name: item }).click();
  }

  async chooseFromTitle(item: string): Promise<void> {
    await this.title.getByRole('button').click();
    await this.menu.getByRole('menuitem', { name: item }).click();
  }

  async openSettings(section: string): Promise<void> {
    await this.sidebar.getByRole('button', { name: 'Settings' }).click();
    await this.settings.getByRole('tab', { name: section }).click();
  }

  toast(text: string): Locator {
    return this.page.getByRole('region', { name: /Notifications/ }).getByText(text);
  }

  async undo(): Promise<void> {
    await this.page.getByRole('button', { name: 'Undo' }).click();
  }
}
