import { describe, expect, it } from '@jest/globals';
import type { AuthMode, SessionView } from '@app/chat-protocol';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { renderPage } from '../testing/render-page';
import AdminsOnly from './admins-only';

function open(isGuest: boolean, modes: AuthMode[]) {
  const view = { user: { isGuest, role: 'user' }, auth: { modes, oidcName: null, isSignUpOpen: true } };
  return renderPage(<AdminsOnly view={view as unknown as SessionView} />, '/admin');
}

describe('AdminsOnly', () => {
  it('tells an account that it is none, and leads to the start page', async () => {
    const { location } = open(false, ['password']);
    screen.getByText('Your account is not one. Ask an administrator of this server if it should be.');
    expect(screen.queryByRole('button', { name: 'Sign in' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Start page' }));
    expect(location()).toBe('/');
  });

  it.each<[AuthMode[], boolean]>([
    [['guest', 'password'], true],
    [['guest', 'oidc'], true],
    [['guest'], false],
  ])('offers a guest of a server with %j to sign in: %s', (modes, isOffered) => {
    open(true, modes);
    expect(screen.queryByRole('button', { name: 'Sign in' }) !== null).toBe(isOffered);
  });
});
