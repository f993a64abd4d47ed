import type { ConversationFilter, ConversationView } from '@app/chat-protocol';
import type { QueryClient } from '@tanstack/react-query';
import { getConversation } from '../api/conversations';
import { isNotFound, listQuery, viewQuery } from './conversation-queries';
import { filterOf, findInPages, type ListPages, placeInPages, removeFromPages } from './list-pages';
import { withPendingChanges } from './pending-changes';
import { forgetUnsent } from './unsent-conversations';

const FILTERS: ConversationFilter[] = ['active', 'pinned', 'archived'];

/** What the page knows of a conversation, whichever list holds it; undefined = nothing. */
export function findCached(queryClient: QueryClient, id: string): ConversationView | undefined {
  const view = queryClient.getQueryData(viewQuery(id).queryKey);
  if (view !== undefined) return view ?? undefined;
  for (const filter of FILTERS) {
    const listed = findInPages(queryClient.getQueryData<ListPages>(listQuery(filter).queryKey), id);
    if (listed !== undefined) return listed;
  }
  return undefined;
}

/** Shows a conversation as it is now, in the list where it belongs. */
export function showView(queryClient: QueryClient, told: ConversationView): void {
  const view = withPendingChanges(told);
  queryClient.setQueryData(viewQuery(view.id).queryKey, view);
  for (const filter of FILTERS) {
    queryClient.setQueryData<ListPages>(
      listQuery(filter).queryKey,
      (data) => data && (filter === filterOf(view) ? placeInPages(data, view) : removeFromPages(data, view.id)),
    );
  }
}

export function dropView(queryClient: QueryClient, id: string): void {
  queryClient.setQueryData(viewQuery(id).queryKey, null);
  for (const filter of FILTERS) {
    queryClient.setQueryData<ListPages>(listQuery(filter).queryKey, (data) => data && removeFromPages(data, id));
  }
}

/**
 * Asks the server how a conversation is now. What cannot be asked stays as it is: the link's return brings everything.
 * Resolves with whether the server answered.
 */
export async function refreshView(queryClient: QueryClient, id: string): Promise<boolean> {
  try {
    showView(queryClient, await getConversation(id));
    forgetUnsent(id);
  } catch (error) {
    if (!isNotFound(error)) return false;
    dropView(queryClient, id);
  }
  return true;
}
