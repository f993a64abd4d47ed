import type { ConversationFilter, ConversationView } from '@app/chat-protocol';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { findCached } from './conversation-cache';
import { listQuery, viewQuery } from './conversation-queries';
import { usePendingDeletes } from './pending-deletes';
import { useUnsentConversations } from './unsent-conversations';

/** A list of conversations, newest first, without those about to be deleted. */
export function useConversations(filter: ConversationFilter) {
  const query = useInfiniteQuery(listQuery(filter));
  const pendingDeletes = usePendingDeletes();
  const unsent = useUnsentConversations();
  const { data } = query;
  const conversations = useMemo(() => {
    const listed = (data?.pages ?? []).flatMap((page) => page.conversations);
    const news = filter === 'active' ? Object.values(unsent).toReversed() : [];
    const known = new Map([...news, ...listed].map((one) => [one.id, one]));
    return [...known.values()].filter(({ id }) => !pendingDeletes.has(id));
  }, [data, filter, unsent, pendingDeletes]);
  return { ...query, conversations };
}

export interface OpenConversation {
  /** undefined = not known yet, or never. */
  conversation: ConversationView | undefined;
  /** The user has no such conversation. */
  isMissing: boolean;
}

/** One conversation, kept up to date; null = none. */
export function useConversation(id: string | null): OpenConversation {
  const queryClient = useQueryClient();
  const unsent = useUnsentConversations()[id ?? ''];
  const { data } = useQuery({
    ...viewQuery(id ?? ''),
    enabled: id !== null && unsent === undefined,
    initialData: () => (id === null ? undefined : findCached(queryClient, id)),
  });
  const conversation = data ?? unsent;
  return { conversation, isMissing: conversation === undefined && data === null };
}
