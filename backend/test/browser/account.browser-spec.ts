import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ServerProcess } from '../server-process.js';
import { cookieOf, createStore, type TestStore } from '../start-app.js';
import { until } from '../until.js';
import { AccountPage, type Person } from './account-page.js';
import { findViolations, showTheme } from './axe.js';
import { ChatPage } from './chat-page.js';
import { describeInBrowser } from './describe-in-browser.js';
import { launchChromium } from './launch.js';

let people = 0;
const somebody = (name: string): Person => ({
  name,
  email: `${name.toLowerCase()}-${(people += 1)}@example.com`,
  password: `correct horse ${name}`,
});

jest.setTimeout(120_000);

describeInBrowser('a person and their account', () => {
  let browser: Browser;
  let context: BrowserContext;
  let store: TestStore;
  let server: ServerProcess;
  let origin: string;
  let page: Page;
  let chat: ChatPage;
  let account: AccountPage;
  let ADA: Person;
  let BOB: Person;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(() => {
    faults.length = 0;
    [ADA, BOB] = [somebody('Ada'), somebody('Bob')];
  });
  afterEach(() => {
    expect(faults).toEqual([]);
  });

  const startServer = async (env: Record<string, string> = {}) => {
    store = await createStore();
    server = ServerProcess.start({
      CHAT_DEMO_TOKENS_PER_SECOND: '1000',
      AUTH_MAX_ATTEMPTS_PER_MINUTE: '1000',
      ...store.env,
      ...env,
    });
    origin = await server.origin;
  };
  const endServer = async () => {
    await server.end('SIGKILL');
    await store.drop();
  };

  const newPage = async (of: BrowserContext): Promise<Page> => {
    const made = await of.newPage();
    made.on('pageerror', (error) => faults.push(error.message));
    return made;
  };
  const openBrowser = async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await newPage(context);
    chat = new ChatPage(page);
    account = new AccountPage(page);
  };

  /** A guest who becomes somebody. */
  const begin = async (person: Person) => {
    await chat.open(origin);
    await account.choose('Create an account');
    await account.signUp(person);
    await account.waitFor(person);
  };

  /** Somebody who has an account and is signed in here; how one does that is tried elsewhere. */
  const arrive = async ({ name, email, password }: Person) => {
    const response = await fetch(`${origin}/api/v1/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, email, password }),
    });
    const [cookie, value] = cookieOf(response).split('=', 2);
    await context.addCookies([{ name: cookie, value, url: origin, httpOnly: true, sameSite: 'Strict' }]);
    await chat.open(origin);
    await account.waitFor({ name });
  };

  const conversations = () => chat.sidebar.locator('a[href^="/c/"]');
  const signOut = async () => {
    await account.choose('Sign out');
    await page.waitForURL(/\/sign-in$/);
    await account.email.waitFor();
  };

  const expectNoViolations = async (of: Page) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await showTheme(of, colorScheme);
      expect({ colorScheme, violations: await findViolations(of) }).toEqual({ colorScheme, violations: [] });
    }
  };

  describe('where guests are let in', () => {
    beforeAll(() => startServer());
    afterAll(() => endServer());

    describe('who began as a guest', () => {
      beforeEach(() => openBrowser());
      afterEach(() => context.close());

      it('signs out, is told of a wrong password, and signs in to everything as it was', async () => {
        await begin(ADA);
        await chat.ask('Make a list with headings');
        await chat.finishedAnswer();
        await signOut();
        expect(await page.getByText('Make a list').count()).toBe(0);

        await account.signIn({ ...ADA, password: 'not the password' });
        await page.getByRole('alert').getByText('The e-mail or the password is wrong.').waitFor();
        await account.signIn(ADA);
        await account.waitFor(ADA);
        expect(new URL(page.url()).pathname).toBe('/');
        await conversations().click();
        expect(await chat.finishedAnswer()).toContain('Before');
      });

      it('finds nothing of somebody else who used this browser, not even what was not sent', async () => {
        await begin(ADA);
        await chat.ask('My secret');
        await chat.finishedAnswer();
        await chat.sidebar.getByText('New chat').click();
        await chat.box.fill('A secret draft');
        await signOut();
        await page.getByRole('button', { name: 'Create an account' }).click();
        await account.signUp(BOB);
        await account.waitFor(BOB);
        await chat.sidebar.getByText('Your conversations will appear here.').waitFor();
        expect(await chat.box.inputValue()).toBe('');
        expect(await page.getByText('secret').count()).toBe(0);
      });

      it('is told when an e-mail has an account already, and signs in with it', async () => {
        await begin(ADA);
        await signOut();
        await page.getByRole('button', { name: 'Create an account' }).click();
        await account.signUp(ADA);
        await page.getByText('There is an account with this e-mail already').waitFor();
        await expectNoViolations(page);
        await page.locator('form').getByRole('button', { name: 'Sign in' }).click();
        expect(await account.email.inputValue()).toBe(ADA.email);
        await account.password.fill(ADA.password);
        await account.password.press('Enter');
        await account.waitFor(ADA);
      });

      it('is told what an address does not lead to: the administration without the right, and nothing at all', async () => {
        await page.goto(`${origin}/admin/users`);
        await page.getByRole('heading', { name: 'This is for administrators' }).waitFor();
        expect(new URL(page.url()).pathname).toBe('/admin/users');
        await expectNoViolations(page);
        await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
        await account.email.waitFor();
        await page.keyboard.press('Escape');

        for (const path of ['/nowhere/at/all', '/c/no.conversation']) {
          await page.goto(`${origin}${path}`);
          await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
          expect(await page.title()).toBe('Not found · Throughline');
          await page.getByRole('button', { name: 'Start page' }).click();
          await chat.box.waitFor();
          expect(new URL(page.url()).pathname).toBe('/');
        }
      });

      it('has to wait after too many attempts, and sees for how long', async () => {
        await begin(ADA);
        await signOut();
        for (let attempt = 0; attempt < 10; attempt += 1) {
          const headers = { 'content-type': 'application/json' };
          const body = JSON.stringify({ email: ADA.email, password: 'not the password' });
          await fetch(`${origin}/api/v1/auth/sign-in/email`, { method: 'POST', headers, body });
        }
        await account.signIn(ADA);
        await page.getByRole('alert').getByText('Too many attempts').waitFor();
        await page.getByText(/Try again in \d+/).waitFor();
        expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isDisabled()).toBe(true);
        await expectNoViolations(page);
      });
    });

    describe('in the settings', () => {
      beforeEach(async () => {
        await openBrowser();
        await arrive(ADA);
      });
      afterEach(() => context.close());

      it('changes name and password, and signs out the other devices with it', async () => {
        const elsewhere = await browser.newContext();
        const other = new AccountPage(await newPage(elsewhere));
        await other.page.goto(`${origin}/sign-in`);
        await other.signIn(ADA);
        await other.waitFor(ADA);

        await account.openAccount();
        await account.settings.getByText('Sign out all others').waitFor();
        await account.settings.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
        await account.settings.getByRole('button', { name: 'Save' }).click();
        await account.settings.getByText('Saved').waitFor();
        await account.settings.getByRole('button', { name: 'Change password' }).click();
        await account.settings.getByLabel('Current password').fill('not the password');
        await account.settings.getByLabel('New password').fill('a new horse battery');
        await account.settings.getByRole('button', { name: 'Change password' }).click();
        await account.settings.getByText('This is not your current password.').waitFor();
        await account.settings.getByLabel('Current password').fill(ADA.password);
        await account.settings.getByRole('button', { name: 'Change password' }).click();
        await account.settings.getByText('Your password is changed.').waitFor();
        await other.signedOutLine.waitFor();
        await elsewhere.close();

        await page.keyboard.press('Escape');
        await account.waitFor({ name: 'Ada Lovelace' });
        await page.getByText('Connected').waitFor();
        await chat.ask('Make a list with headings');
        expect(await chat.finishedAnswer()).toContain('Before');
      });

      it('makes an API key that works, sees it once, and revokes it', async () => {
        await account.openAccount();
        await account.settings.getByLabel('Name of the new key').fill('Backup script');
        await page.keyboard.press('Enter');
        const key = await account.settings.getByLabel('The key').inputValue();
        const call = () => fetch(`${origin}/api/v1/conversations`, { headers: { authorization: `Bearer ${key}` } });
        expect((await call()).status).toBe(200);
        await expectNoViolations(page);

        await account.settings.getByRole('button', { name: 'Done' }).click();
        expect(await page.content()).not.toContain(key);
        await account.settings.getByRole('button', { name: 'Revoke Backup script' }).click();
        await account.settings.getByText('Backup script').waitFor({ state: 'detached' });
        expect((await call()).status).toBe(401);
      });

      it('takes everything along as a file', async () => {
        await chat.ask('Make a list with headings');
        await chat.finishedAnswer();
        await account.openAccount();
        const saving = page.waitForEvent('download');
        await account.settings.getByRole('button', { name: 'Download my data' }).click();
        const file = await readFile(await (await saving).path(), 'utf8');
        expect(file).toContain('Make a list with headings');
        expect(file).toContain(ADA.email);
      });

      it('signs out everywhere', async () => {
        await account.openAccount();
        await account.settings.getByRole('button', { name: 'Sign out everywhere' }).click();
        await page.waitForURL(/\/sign-in$/);
        await chat.page.goto(origin);
        expect(await chat.page.getByText('Ada').count()).toBe(0);
      });

      it('deletes the account after two words of confirmation, and is a stranger afterwards', async () => {
        await chat.ask('My secret');
        await chat.finishedAnswer();
        await account.openAccount();
        const button = account.settings.getByRole('button', { name: 'Delete my account' });
        await account.settings.getByLabel('Your password').fill('not the password');
        expect(await button.isDisabled()).toBe(true);
        await account.settings.getByLabel('Type “delete” to confirm').fill('delete');
        await button.click();
        await account.settings.getByText('This is not your password.').waitFor();
        await account.settings.getByLabel('Your password').fill(ADA.password);
        await button.click();
        await account.waitFor({ name: 'Guest' });
        await chat.sidebar.getByText('Your conversations will appear here.').waitFor();
        await account.choose('Sign in');
        await account.signIn(ADA);
        await page.getByRole('alert').getByText('The e-mail or the password is wrong.').waitFor();
      });
    });
  });

  describe('while an answer is being made', () => {
    let secondPage: Page;
    let second: ChatPage;
    let secondAccount: AccountPage;
    beforeAll(() => startServer({ CHAT_DEMO_TOKENS_PER_SECOND: '60' }));
    afterAll(() => endServer());
    beforeEach(() => openBrowser());
    afterEach(() => context.close());

    it('signs up in mid-answer: the conversation stays, the answer goes on, and both are there after a reload', async () => {
      await chat.open(origin);
      await chat.ask('write 300 words');
      await until('it is under way', async () => (await chat.countWords()) > 20);
      const { pathname } = new URL(page.url());
      await account.choose('Create an account');
      await account.signUp(ADA);
      await account.waitFor(ADA);
      expect(new URL(page.url()).pathname).toBe(pathname);
      expect((await chat.finishedAnswer()).trim().split(/\s+/)).toHaveLength(300);
      expect(await chat.answers.count()).toBe(1);

      await page.reload();
      await account.waitFor(ADA);
      await until('the answer is there', async () => (await chat.countWords()) === 300);
      await conversations().first().waitFor();
      expect(await conversations().count()).toBe(1);
    });

    /** The second tab shows a running answer; in the first one nobody is signed in any more. */
    const leaveInMidAnswer = async () => {
      await begin(ADA);
      secondPage = await newPage(context);
      second = new ChatPage(secondPage);
      secondAccount = new AccountPage(secondPage);
      await second.open(origin);
      await second.ask('write 400 words');
      await until('it is under way', async () => (await second.countWords()) > 20);
      await account.choose('Sign out');
    };

    it('is signed out of a second tab within two seconds, and goes on there with the whole answer', async () => {
      await leaveInMidAnswer();
      await secondAccount.signedOutLine.waitFor({ timeout: 2_000 });
      expect(await second.countWords()).toBeGreaterThan(20);
      await second.box.fill('A draft');
      await expectNoViolations(secondPage);

      await secondPage.getByRole('button', { name: 'Sign in' }).click();
      await secondAccount.signIn(ADA);
      await secondAccount.signedOutLine.waitFor({ state: 'detached' });
      expect((await second.finishedAnswer()).trim().split(/\s+/)).toHaveLength(400);
      expect(await second.answers.count()).toBe(1);
      expect(await second.questions.count()).toBe(1);
      expect(await second.box.inputValue()).toBe('A draft');
    });

    it('finds a second tab as it was, with what was sent meanwhile, after signing in again in the first', async () => {
      await leaveInMidAnswer();
      await secondAccount.signedOutLine.waitFor();
      await secondPage.getByText('write 400 words').first().waitFor();
      await page.waitForURL(/\/sign-in$/);
      await account.signIn(ADA);
      await account.waitFor(ADA);
      await secondAccount.signedOutLine.waitFor({ state: 'detached' });
      expect((await second.finishedAnswer()).trim().split(/\s+/)).toHaveLength(400);
    });

    it('finds nothing in a second tab after somebody else has signed in in the first', async () => {
      await leaveInMidAnswer();
      await secondAccount.signedOutLine.waitFor();
      await second.box.fill('A secret draft');
      await page.waitForURL(/\/sign-in$/);
      await page.getByRole('button', { name: 'Create an account' }).click();
      await account.signUp(BOB);
      await account.waitFor(BOB);
      await secondAccount.waitFor(BOB);
      await second.sidebar.getByText('Your conversations will appear here.').waitFor();
      expect(await second.answers.count()).toBe(0);
      expect(await second.box.inputValue()).toBe('');
    });
  });

  describe('where guests are not let in', () => {
    beforeEach(async () => {
      await startServer({ AUTH_MODES: 'password' });
      await openBrowser();
    });
    afterEach(async () => {
      await context.close();
      await endServer();
    });

    it('signs up by keyboard before anything else, and gets to the address that was asked for', async () => {
      await page.goto(`${origin}/admin/users`);
      await account.email.waitFor();
      expect(await chat.box.count()).toBe(0);
      await expectNoViolations(page);
      await page.getByRole('button', { name: 'Create an account' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.type(ADA.name);
      await page.keyboard.press('Tab');
      await page.keyboard.type(ADA.email);
      await page.keyboard.press('Tab');
      await page.keyboard.type('short');
      await page.keyboard.press('Enter');
      await page.getByText('At least 10 characters.').waitFor();
      await expectNoViolations(page);
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(ADA.password);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      expect(await account.password.getAttribute('type')).toBe('text');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Users' }).waitFor();
      await page.getByText(ADA.email).waitFor();
    });

    it('is asked once how the answers are, and sees as an administrator how they go', async () => {
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) faults.push(message.text());
      });
      await page.goto(origin);
      await page.getByRole('button', { name: 'Create an account' }).click();
      await account.signUp(ADA);
      await account.waitFor(ADA);
      const survey = page.getByRole('form', { name: 'A question to you' });
      for (let answers = 1; answers <= 5; answers += 1) {
        expect(await survey.count()).toBe(0);
        await chat.ask('Make a list with headings');
        await chat.finishedAnswer();
      }
      await survey.waitFor();
      expect(await chat.box.evaluate((box) => box === document.activeElement)).toBe(true);
      await survey.getByText('Very good').click();
      await survey.getByRole('textbox').fill('Faster than I read');
      await expectNoViolations(page);
      await survey.getByRole('button', { name: 'Send' }).click();
      await page.getByText('Thank you for telling us.').waitFor();
      await page.getByRole('button', { name: 'Good answer' }).last().click();
      await page.keyboard.press('Escape');

      await account.choose('Administration…');
      await page.getByText('First words in time').waitFor();
      await page.getByText('by 1 user').waitFor();
      await page
        .getByRole('img', { name: /^Questions: .* 5 at the end/ })
        .locator('svg path')
        .first()
        .waitFor();
      await expectNoViolations(page);
      const open = async (section: string, text: string | RegExp) => {
        const link = page.getByRole('link', { name: section });
        await link.focus();
        await page.keyboard.press('Enter');
        await page.getByText(text).first().waitFor();
        await expectNoViolations(page);
      };
      await open('Answers', 'No answer failed in this period.');
      expect(await page.getByRole('table', { name: 'Slowest answers' }).getByRole('row').count()).toBe(6);
      await open('Satisfaction', '1 up, 0 down');
      expect(await page.getByText('4.00').count()).toBeGreaterThan(0);
      await open('Tokens and cost', ADA.email);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoViolations(page);
      expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth - innerWidth)).toBeLessThanOrEqual(
        0,
      );
      await page.getByRole('link', { name: 'Users', exact: true }).click();
      await page.getByRole('searchbox').waitFor();
    });

    it('as an administrator finds, promotes and suspends somebody, who is out at once', async () => {
      await page.goto(origin);
      await page.getByRole('button', { name: 'Create an account' }).click();
      await account.signUp(ADA);
      await account.waitFor(ADA);
      const elsewhere = await browser.newContext();
      const bob = new AccountPage(await newPage(elsewhere));
      await bob.page.goto(origin);
      await bob.page.getByRole('button', { name: 'Create an account' }).click();
      await bob.signUp(BOB);
      await bob.waitFor(BOB);

      await account.choose('Users…');
      await page.getByText(BOB.email).waitFor();
      await page.getByRole('searchbox').fill(BOB.email);
      await page.getByText(ADA.email).waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Options for Bob' }).click();
      await page.getByRole('menuitem', { name: 'Make administrator' }).click();
      await page.getByText('Bob is an administrator now').waitFor();
      await page.getByRole('button', { name: 'Options for Bob' }).click();
      await page.getByRole('menuitem', { name: 'Suspend' }).click();
      await bob.signedOutLine.waitFor();
      await page.getByText('Suspended', { exact: true }).waitFor();
      await expectNoViolations(page);

      await bob.page.getByRole('button', { name: 'Sign in' }).click();
      await bob.signIn(BOB);
      await bob.page.getByText('This account has been suspended').waitFor();
      expect(await bob.signedOutLine.count()).toBeGreaterThan(0);
      await elsewhere.close();
    });
  });
});
