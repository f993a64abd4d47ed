import type { AdminUserPage, AdminUserView } from '@app/chat-protocol';
import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import { listUsers, type UserFilter } from '../api/admin';

export const usersKey = ['admin', 'users'] as const;

export function usersQuery(filter: UserFilter) {
  return infiniteQueryOptions({
    queryKey: [...usersKey, filter] as const,
    queryFn: ({ pageParam, signal }) => listUsers(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 0,
    placeholderData: (previous) => previous, // what was found stays until the next is there
  });
}

/** Shows a user as they are now, wherever they are listed. */
export function showUser(queryClient: QueryClient, user: AdminUserView): void {
  queryClient.setQueriesData<InfiniteData<AdminUserPage>>(
    { queryKey: usersKey },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          users: page.users.map((one) => (one.id === user.id ? user : one)),
        })),
      },
  );
}
