import type { ConversationFilter, ConversationView } from '@app/chat-protocol';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getConversation, listConversations } from '../api/conversations';
import { RequestError } from '../api/request';

/** All that is kept of conversations: the lists and the views. */
export const conversationsKey = ['conversations'] as const;

/** The feed keeps it up to date; `resync` has it fetched again. */
export function listQuery(filter: ConversationFilter) {
  return infiniteQueryOptions({
    queryKey: [...conversationsKey, 'list', filter] as const,
    queryFn: ({ pageParam, signal }) => listConversations(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: Infinity,
  });
}

/** null = the user has no such conversation. */
export function viewQuery(conversationId: string) {
  return queryOptions({
    queryKey: [...conversationsKey, 'view', conversationId] as const,
    queryFn: (): Promise<ConversationView | null> =>
      getConversation(conversationId).catch((error: unknown) => {
        if (isNotFound(error)) return null;
        throw error;
      }),
    staleTime: Infinity,
  });
}

export function isNotFound(error: unknown): boolean {
  return error instanceof RequestError && error.status === 404;
}
