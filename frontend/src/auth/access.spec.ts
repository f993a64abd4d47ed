import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { waitFor } from '@testing-library/react';
import { FakeServer, refusal } from '../testing/fake-server';

const AUTH = { modes: ['guest', 'password'], oidcName: null, isSignUpOpen: true };
const NOBODY = 'nobody';
let session: string;
let server: FakeServer;

const viewOf = (id: string) => ({
  userId: id,
  user: { id, name: id, email: null, isGuest: id.startsWith('guest'), role: 'user', hasPassword: false },
  auth: AUTH,
  model: { id: 'demo', isDemo: true },
  maxMessageCharacters: 100,
});

beforeEach(() => {
  localStorage.clear();
  session = NOBODY;
  server = new FakeServer({
    'GET /session': () => (session === NOBODY ? refusal(401, 'no-session', 'None') : viewOf(session)),
    'GET /auth': () => AUTH,
    'GET /settings': () => (session === NOBODY ? refusal(401, 'no-session', 'None') : { instructions: '' }),
  });
  globalThis.WebSocket = class {
    send() {}
    close() {}
  } as unknown as typeof WebSocket;
});

/** A page that has just been opened, while this is who the browser's session belongs to. */
async function openPage(userId: string) {
  session = userId;
  jest.resetModules();
  const access = await import('./access');
  const { api, answerOf } = await import('../api/request');
  const readSettings = () => answerOf(api.GET('/api/v1/settings'));
  const writeSettings = () => answerOf(api.PATCH('/api/v1/settings', { body: { instructions: 'x' } }));
  const { chatClient } = await import('../chat/chat-client');
  access.watchAccess();
  await access.checkAccess();
  const link = () => chatClient.connection.getSnapshot().state;
  const phase = () => access.accessStore.getState().phase;
  return { ...access, readSettings, writeSettings, phase, shownId: () => access.shownView()?.userId, link };
}

describe('a page', () => {
  it('lets a guest in, and dials', async () => {
    const page = await openPage('guest-1');
    expect([page.phase(), page.shownId(), page.link()]).toEqual(['in', 'guest-1', 'connecting']);
  });

  it('lets nobody in where there is no session, and does not dial', async () => {
    const page = await openPage(NOBODY);
    expect([page.phase(), page.link()]).toEqual(['out', 'closed']);
  });

  it('keeps drafts for the same user', async () => {
    await openPage('ada');
    localStorage.setItem('throughline-draft:x', 'mine');
    await openPage('ada');
    expect(localStorage.getItem('throughline-draft:x')).toBe('mine');
  });

  it('keeps a guest’s drafts for the account they got', async () => {
    await openPage('guest-1');
    localStorage.setItem('throughline-draft:x', 'mine');
    const page = await openPage('ada');
    expect([page.phase(), localStorage.getItem('throughline-draft:x')]).toEqual(['in', 'mine']);
  });

  it('forgets what one account wrote before another is let in, but not how the page looks', async () => {
    await openPage('ada');
    localStorage.setItem('throughline-draft:x', 'hers');
    localStorage.setItem('throughline-ui', '{}');
    const page = await openPage('bob');
    expect([
      page.shownId(),
      localStorage.getItem('throughline-draft:x'),
      localStorage.getItem('throughline-ui'),
    ]).toEqual(['bob', null, '{}']);
  });

  it('asks who it is when an account’s session has run out, before it becomes a guest’s', async () => {
    await openPage('ada');
    localStorage.setItem('throughline-draft:x', 'hers');
    const page = await openPage('guest-2');
    expect(page.accessStore.getState()).toMatchObject({ phase: 'out', wasSignedIn: true });
    expect([page.link(), localStorage.getItem('throughline-draft:x')]).toEqual(['closed', 'hers']);
    await page.continueAsGuest();
    expect([page.shownId(), localStorage.getItem('throughline-draft:x')]).toEqual(['guest-2', null]);
  });
});

describe('a session that ends', () => {
  it('leaves what is shown, does not become a guest’s, and asks the server nothing more', async () => {
    const page = await openPage('ada');
    session = NOBODY;
    await expect(page.readSettings()).rejects.toThrow('None');
    expect([page.phase(), page.shownId(), page.link()]).toEqual(['ended', 'ada', 'closed']);
    session = 'guest-3';
    await page.checkAccess();
    expect([page.phase(), page.shownId(), page.link()]).toEqual(['ended', 'ada', 'closed']);
    const asked = server.sent('GET /session').length;
    session = NOBODY;
    await expect(page.readSettings()).rejects.toThrow('None');
    expect(server.sent('GET /session')).toHaveLength(asked);
  });

  it('goes on when the same user is back, whichever tab they came by', async () => {
    const page = await openPage('ada');
    session = NOBODY;
    await expect(page.readSettings()).rejects.toThrow('None');
    session = 'ada';
    dispatchEvent(new StorageEvent('storage', { key: 'throughline-user' }));
    await waitFor(() => expect(page.phase()).toBe('in'));
    expect(page.link()).toBe('connecting');
  });

  it('is renewed without a word where the same user is still let in', async () => {
    const page = await openPage('ada');
    let refusals = 1;
    server = new FakeServer({
      'GET /session': () => viewOf('ada'),
      'GET /settings': () => (refusals-- > 0 ? refusal(401, 'no-session', 'None') : { instructions: '' }),
    });
    expect(await page.readSettings()).toEqual({ instructions: '' });
    expect(page.phase()).toBe('in');
  });

  it('of a guest becomes that of their account, in place', async () => {
    const page = await openPage('guest-1');
    localStorage.setItem('throughline-draft:x', 'mine');
    session = 'ada';
    await page.checkAccess();
    expect([page.phase(), page.shownId(), localStorage.getItem('throughline-draft:x')]).toEqual(['in', 'ada', 'mine']);
    expect(page.link()).toBe('connecting');
  });

  it('repeats no call as somebody else', async () => {
    const page = await openPage('guest-1');
    server = new FakeServer({
      'GET /session': () => viewOf('ada'),
      'PATCH /settings': () => refusal(401, 'no-session', 'None'),
    });
    await expect(page.writeSettings()).rejects.toThrow('None');
    expect(page.shownId()).toBe('ada');
  });
});
