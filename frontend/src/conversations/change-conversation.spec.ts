import type { ConversationView } from '@app/chat-protocol';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { QueryClient } from '@tanstack/react-query';
import { waitFor } from '@testing-library/react';
import { FakeServer } from '../testing/fake-server';
import { aConversation } from '../testing/render-page';
import { changeConversation } from './change-conversation';
import { findCached, refreshView, showView } from './conversation-cache';

const STORED = aConversation('one', { title: 'Old' });

let queryClient: QueryClient;
let server: FakeServer;
let stored: ConversationView;
/** The open PATCHes, oldest first: each is answered with what the server has stored by then. */
let answer: ((isRefused?: boolean) => void)[];
const asked = (count: number) => waitFor(() => expect(answer.length).toBeGreaterThanOrEqual(count));

beforeEach(() => {
  queryClient = new QueryClient();
  stored = STORED;
  answer = [];
  server = new FakeServer({
    'GET /conversations/one': () => stored,
    'PATCH /conversations/one': ({ body }) => {
      const view = { ...stored, ...(body as object) };
      return new Promise((resolve, reject) => {
        answer.push((isRefused = false) => {
          if (isRefused) return reject(new Error('refused'));
          stored = view;
          resolve(view);
        });
      });
    },
  });
  showView(queryClient, STORED);
});

const shown = () => findCached(queryClient, 'one');

describe('changeConversation', () => {
  it('shows a change before it is stored, whatever the server still tells meanwhile', async () => {
    const change = changeConversation(queryClient, 'one', { title: 'New' });
    expect(shown()?.title).toBe('New');
    await refreshView(queryClient, 'one');
    expect(shown()?.title).toBe('New');
    await asked(1);
    answer[0]();
    await change;
    expect(shown()?.title).toBe('New');
  });

  it('keeps a second change when the answer to the first does not know of it', async () => {
    const first = changeConversation(queryClient, 'one', { title: 'New' });
    const second = changeConversation(queryClient, 'one', { isPinned: true });
    await asked(1);
    answer[0]();
    await first;
    expect(shown()).toMatchObject({ title: 'New', isPinned: true });
    await asked(2);
    answer[1]();
    await second;
  });

  it('takes back what could not be stored', async () => {
    const change = changeConversation(queryClient, 'one', { title: 'New' });
    await asked(1);
    answer[0](true);
    await expect(change).rejects.toThrow('It failed');
    expect(shown()?.title).toBe('Old');
    // It asks how it really is.
    await waitFor(() => expect(server.sent('GET /conversations/one')).toHaveLength(1));
  });
});
