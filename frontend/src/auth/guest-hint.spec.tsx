import { beforeAll, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { fillInBrowser } from '../testing/browser-parts';
import { FakeServer } from '../testing/fake-server';
import { aConversation, renderPage } from '../testing/render-page';
import { GuestHint } from './guest-hint';

beforeAll(fillInBrowser);

function open(filled: string | null) {
  const server = new FakeServer({
    'GET /conversations': ({ path }) => ({
      conversations: filled !== null && path.includes(`filter=${filled}`) ? [aConversation('one')] : [],
      nextCursor: null,
    }),
  });
  renderPage(<GuestHint mode="sign-in" />);
  return server;
}

describe('GuestHint', () => {
  it.each(['active', 'pinned', 'archived'])('promises to move conversations that are %s', async (filter) => {
    open(filter);
    const hint = await screen.findByText('The conversations you have here move into your account.');
    expect(hint).toBeTruthy();
  });

  it('promises nothing where there are none', async () => {
    const server = open(null);
    await waitFor(() => expect(server.requests).toHaveLength(3));
    await screen.findByText('Your conversations, on every device.');
  });
});
