import { beforeEach, describe, expect, it } from '@jest/globals';
import { act, waitFor } from '@testing-library/react';
import { FakeServer } from '../testing/fake-server';
import { aConversation, renderPage } from '../testing/render-page';
import { showView } from './conversation-cache';
import { useViewed } from './use-viewed';

let server: FakeServer;
beforeEach(() => {
  setVisibility('visible');
  server = new FakeServer({
    'GET /conversations/one': () => aConversation('one', { isUnread: true }),
    'PATCH /conversations/one': () => aConversation('one'),
  });
});

function setVisibility(state: DocumentVisibilityState): void {
  Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
}

function View({ id }: { id: string | null }) {
  useViewed(id);
  return null;
}

const reads = () => server.sent('PATCH /conversations/one').map(({ body }) => body);

describe('useViewed', () => {
  it('marks what is on screen as read, and again when another answer came', async () => {
    const { queryClient } = renderPage(<View id="one" />);
    await waitFor(() => expect(reads()).toEqual([{ isUnread: false }]));
    act(() => showView(queryClient, aConversation('one', { isUnread: true })));
    await waitFor(() => expect(reads()).toHaveLength(2));
  });

  it('waits until the tab can be seen', async () => {
    setVisibility('hidden');
    renderPage(<View id="one" />);
    await waitFor(() => expect(server.sent('GET /conversations/one')).toHaveLength(1));
    await act(() => new Promise((resolve) => setTimeout(resolve)));
    expect(reads()).toEqual([]);
    setVisibility('visible');
    await waitFor(() => expect(reads()).toEqual([{ isUnread: false }]));
  });
});
