import type { ConversationView } from '@app/chat-protocol';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { type ReactNode, useLayoutEffect } from 'react';
import { MemoryRouter, useLocation } from 'react-router';

/** Renders a part of the page with what it needs around it. `location()` is the address it is at. */
export function renderPage(content: ReactNode, path = '/') {
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false }, mutations: { retry: false } } });
  const at = { path };
  function Location() {
    const { pathname, search } = useLocation();
    useLayoutEffect(() => {
      at.path = pathname + search;
    }, [pathname, search]);
    return null;
  }
  const rendered = render(
    <QueryClientProvider client={queryClient}>
      <MemoryRouter initialEntries={[path]}>
        {content}
        <Location />
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { ...rendered, queryClient, location: () => at.path };
}

export function aConversation(id: string, values: Partial<ConversationView> = {}): ConversationView {
  return {
    id,
    title: `Title of ${id}`,
    startTime: '2026-11-22T12:00:00.000Z',
    lastUpdateTime: '2026-11-22T12:00:00.000Z',
    isAnswering: false,
    isPinned: false,
    isArchived: false,
    isUnread: false,
    instructions: '',
    ...values,
  };
}
