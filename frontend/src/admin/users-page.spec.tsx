import type { AdminUserPatch, AdminUserView } from '@app/chat-protocol';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { fillInBrowser } from '../testing/browser-parts';
import { FakeServer, refusal } from '../testing/fake-server';
import { renderPage } from '../testing/render-page';
import UsersPage from './users-page';

const aUser = (id: string, values: Partial<AdminUserView> = {}): AdminUserView => ({
  id,
  name: `Name of ${id}`,
  email: `${id}@example.com`,
  isGuest: false,
  role: 'user',
  hasPassword: true,
  bannedAt: null,
  createdAt: '2026-11-22T12:00:00.000Z',
  lastSeenAt: null,
  conversationCount: 1,
  quotas: { day: null, month: null },
  ownQuotas: { day: null, month: null },
  ...values,
});

let server: FakeServer;
let quotas: AdminUserView['quotas'];

beforeAll(() => {
  fillInBrowser();
  globalThis.IntersectionObserver = class {
    constructor(private readonly tell: (entries: object[]) => void) {}
    observe() {
      this.tell([{ isIntersecting: true }]);
    }
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
});
beforeEach(() => {
  quotas = { day: null, month: null };
  server = new FakeServer({
    'GET /admin/users': ({ path }) => {
      const { searchParams } = new URL(path, 'http://localhost');
      if (searchParams.get('query') === 'nobody') return { users: [], nextCursor: null };
      if (searchParams.get('cursor') === 'more') return { users: [aUser('bob')], nextCursor: null };
      return { users: [aUser('ada', { role: 'admin', quotas })], nextCursor: 'more' };
    },
    'PATCH /admin/users/bob': ({ body }) => {
      const { isBanned, ownQuotas } = body as AdminUserPatch;
      return aUser('bob', {
        bannedAt: isBanned ? '2026-11-22T12:00:00.000Z' : null,
        ...(ownQuotas?.day && { quotas: { day: { used: 0, limit: ownQuotas.day }, month: null } }),
      });
    },
    'PATCH /admin/users/ada': () => refusal(409, 'last-admin', 'There must be another administrator first.'),
  });
});

const choose = async (name: string, item: string) => {
  await userEvent.click(await screen.findByRole('button', { name: `Options for Name of ${name}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item }));
};

describe('UsersPage', () => {
  it('lists everybody, page by page', async () => {
    renderPage(<UsersPage />);
    await screen.findByText('Name of bob');
    screen.getByText('Administrator');
    expect(screen.getAllByText(/^Name of/).map(({ textContent }) => textContent)).toEqual([
      'Name of ada',
      'Name of bob',
    ]);
  });

  it('tells what each has used of the quotas', async () => {
    quotas = { day: { used: 1_200, limit: 50_000 }, month: { used: 1_000_000, limit: 1_000_000 } };
    renderPage(<UsersPage />);
    await screen.findByText('1.2K of 50K tokens today');
    expect(screen.getByText('1M of 1M this month').className).toContain('danger');
  });

  it('searches once the typing rests, and says that nobody is found', async () => {
    renderPage(<UsersPage />);
    await screen.findByText('Name of bob');
    await userEvent.type(screen.getByRole('searchbox'), 'nobody');
    await waitFor(() => expect(screen.queryByText('Name of ada')).toBeNull());
    expect(screen.getByRole('status').textContent).toBe('Nobody found.');
    await userEvent.click(screen.getByRole('checkbox', { name: 'Show guests' }));
    await waitFor(() =>
      expect(server.sent('GET /admin/users').at(-1)?.path).toBe('/admin/users?guests=true&query=nobody'),
    );
  });

  it('suspends somebody and shows it', async () => {
    renderPage(<UsersPage />);
    await choose('bob', 'Suspend');
    await screen.findByText('Suspended');
    expect(server.sent('PATCH /admin/users/bob')[0].body).toEqual({ isBanned: true });
    await choose('bob', 'Let in again');
    await waitFor(() => expect(screen.queryByText('Suspended')).toBeNull());
  });

  it('sets somebody’s own quota and shows it', async () => {
    renderPage(<UsersPage />);
    await choose('bob', 'Set quota');
    const day = screen.getByRole('textbox', { name: 'Tokens a day' });
    expect(document.activeElement).toBe(day);
    await userEvent.type(day, '0');
    expect(screen.getByRole('alert').textContent).toBe('A quota is a whole number of tokens, 1 or more.');
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
    await userEvent.clear(day);
    await userEvent.type(day, '50,000{Enter}');
    await screen.findByText('0 of 50K tokens today');
    expect(screen.queryByRole('form')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Options for Name of bob' }));
    expect(server.sent('PATCH /admin/users/bob')[0].body).toEqual({ ownQuotas: { day: 50_000, month: null } });
  });

  it('changes nothing where the server refuses', async () => {
    renderPage(<UsersPage />);
    await choose('ada', 'Make ordinary user');
    await waitFor(() => expect(server.sent('PATCH /admin/users/ada')).toHaveLength(1));
    screen.getByText('Administrator');
  });
});
