import type { Locator, Page } from 'playwright-core';
import { until } from '../until.js';

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** The account views as their user sees them: by roles and words. */
export class AccountPage {
  readonly menu: Locator;
  readonly email: Locator;
  readonly password: Locator;
  readonly signedOutLine: Locator;
  readonly settings: Locator;

  constructor(readonly page: Page) {
    this.menu = page.getByRole('button', { name: /^Account: / });
    this.email = page.getByLabel('E-mail');
    this.password = page.getByLabel('Password', { exact: true });
    this.signedOutLine = page.getByText('You are signed out. What you see');
    this.settings = page.getByRole('dialog', { name: 'Settings' });
  }

  /** Chooses from the menu at the foot of the sidebar. */
  async choose(item: string): Promise<void> {
    await this.menu.click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** Fills in the form that is open, and sends it off. */
  async signUp({ name, email, password }: Person): Promise<void> {
    await this.page.getByLabel('Name').fill(name);
    await this.email.fill(email);
    await this.password.fill(password);
    await this.password.press('Enter');
  }

  async signIn({ email, password }: Pick<Person, 'email' | 'password'>): Promise<void> {
    await this.email.fill(email);
    await this.password.fill(password);
    await this.password.press('Enter');
  }

  /** The page is this person's. */
  async waitFor({ name }: Pick<Person, 'name'>): Promise<void> {
    await this.page.getByRole('button', { name: `Account: ${name}` }).waitFor();
  }

  async openAccount(): Promise<void> {
    const heading = this.settings.getByRole('heading', { name: 'Account', exact: true });
    // Signing in as somebody else loads the page anew, which may take a dialog away that was opened just then.
    await until('the account’s settings are open', async () => {
      if (!(await heading.isVisible())) await this.choose('Account…');
      return heading.waitFor({ timeout: 8000 }).then(
        () => true,
        () => false,
      );
    });
  }
}
