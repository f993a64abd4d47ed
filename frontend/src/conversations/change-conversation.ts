import type { QueryClient } from '@tanstack/react-query';
import { patchConversation } from '../api/conversations';
import { findCached, refreshView, showView } from './conversation-cache';
import { addPendingChange, type ShownChange } from './pending-changes';

/** Changes a conversation at once on screen; the server has the last word. Rejects when it could not be stored. */
export async function changeConversation(queryClient: QueryClient, id: string, change: ShownChange): Promise<void> {
  const before = findCached(queryClient, id);
  const endPending = addPendingChange(id, change);
  if (before !== undefined) showView(queryClient, before);
  try {
    const stored = await patchConversation(id, change);
    endPending();
    showView(queryClient, stored);
  } catch (error) {
    endPending();
    if (before !== undefined) showView(queryClient, before);
    void refreshView(queryClient, id);
    throw error;
  }
}
