import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { fillInBrowser } from '../testing/browser-parts';
import { FakeServer, refusal } from '../testing/fake-server';
import { renderPage } from '../testing/render-page';
import { SignInPanel } from './sign-in-panel';
import type { SignInMode } from './sign-in-form';

beforeAll(fillInBrowser);

const AUTH = { modes: ['guest' as const, 'password' as const], oidcName: null, isSignUpOpen: true };

function open(mode: SignInMode, answer: () => unknown = () => null, auth: Partial<typeof AUTH> & object = {}) {
  const server = new FakeServer({ 'POST /auth/sign-in/email': answer, 'POST /auth/sign-up/email': answer });
  const onMode = jest.fn<(mode: SignInMode) => void>();
  renderPage(<SignInPanel auth={{ ...AUTH, ...auth }} mode={mode} onMode={onMode} onDone={() => {}} />);
  return { server, onMode };
}

const field = (name: string) => screen.getByLabelText<HTMLInputElement>(name);
const fill = async (texts: Record<string, string>) => {
  for (const [name, text] of Object.entries(texts)) await userEvent.type(field(name), text);
  await userEvent.keyboard('{Enter}');
};

describe('SignInForm', () => {
  it('is one that password managers know', () => {
    open('sign-up');
    const of = (name: string) => [field(name).type, field(name).name, field(name).autocomplete];
    expect(of('Name')).toEqual(['text', 'name', 'name']);
    expect(of('E-mail')).toEqual(['email', 'email', 'username']);
    expect(of('Password')).toEqual(['password', 'password', 'new-password']);
    expect(document.activeElement).toBe(field('Name'));
  });

  it('shows the password while the eye is open', async () => {
    open('sign-in');
    expect(field('Password').autocomplete).toBe('current-password');
    await userEvent.click(screen.getByRole('button', { name: 'Show password' }));
    expect(field('Password').type).toBe('text');
    await userEvent.click(screen.getByRole('button', { name: 'Hide password' }));
    expect(field('Password').type).toBe('password');
  });

  it.each<[SignInMode, Record<string, string>, string, string]>([
    ['sign-in', { Password: 'x' }, 'E-mail', 'Please enter your e-mail.'],
    ['sign-in', { 'E-mail': 'ada@example.com' }, 'Password', 'Please enter your password.'],
    ['sign-up', { 'E-mail': 'ada@example.com' }, 'Name', 'Please say what to call you.'],
    ['sign-up', { Name: 'Ada', 'E-mail': 'a@b.c', Password: 'short' }, 'Password', 'At least 10 characters.'],
  ])('%s with %j leads to the field "%s" and asks nobody', async (mode, given, name, text) => {
    const { server } = open(mode);
    await fill(given);
    expect(document.activeElement).toBe(field(name));
    expect(field(name).getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field(name).getAttribute('aria-describedby') ?? '')?.textContent).toBe(text);
    expect(server.requests).toEqual([]);
  });

  it('says what the server says of a wrong password, and lets the user go on', async () => {
    open('sign-in', () => refusal(403, 'wrong-credentials', 'The e-mail or the password is wrong.'));
    await fill({ 'E-mail': 'ada@example.com', Password: 'guess' });
    expect((await screen.findByRole('alert')).textContent).toBe('The e-mail or the password is wrong.');
    await userEvent.type(field('E-mail'), 'x');
    expect(document.activeElement).toBe(field('E-mail'));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(false);
  });

  it('waits after too many attempts, and counts down', async () => {
    const { server } = open('sign-in', () => refusal(429, 'too-many-attempts', 'Too many attempts.', 1_500));
    await fill({ 'E-mail': 'ada@example.com', Password: 'guess' });
    await screen.findByText('Try again in 2 s');
    await userEvent.keyboard('{Enter}');
    expect(server.sent('POST /auth/sign-in/email')).toHaveLength(1);
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Sign in' }).disabled).toBe(false),
    );
  });

  it('offers to sign in where there is an account already', async () => {
    const { onMode } = open('sign-up', () => refusal(409, 'email-taken', 'There is an account already.'));
    await fill({ Name: 'Ada', 'E-mail': 'ada@example.com', Password: 'correct horse' });
    await screen.findByText('There is an account already.');
    expect(document.activeElement).toBe(field('E-mail'));
    await userEvent.click(screen.getAllByRole('button', { name: 'Sign in' })[0]);
    expect(onMode.mock.calls).toEqual([['sign-in']]);
  });

  it('tells a server that is away from one that refuses', async () => {
    open('sign-in');
    globalThis.fetch = jest.fn(() => Promise.reject(new TypeError('Failed to fetch')));
    await fill({ 'E-mail': 'ada@example.com', Password: 'guess' });
    expect((await screen.findByRole('alert')).textContent).toMatch('cannot be reached');
  });
});

describe('SignInPanel', () => {
  it('offers no new account where none are taken', () => {
    open('sign-in', undefined, { isSignUpOpen: false });
    expect(screen.queryByRole('button', { name: 'Create an account' })).toBeNull();
    screen.getByText(/New accounts are not taken here/);
  });

  it('offers single sign-on by its name, alone where there are no passwords', () => {
    open('sign-in', undefined, { modes: ['oidc'], oidcName: 'Example Inc.' } as object);
    screen.getByRole('button', { name: 'Continue with Example Inc.' });
    expect(screen.queryByLabelText('Password')).toBeNull();
  });
});
