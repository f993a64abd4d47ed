import { QueryClient } from '@tanstack/react-query';

/** What the page knows of the server. */
export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, networkMode: 'always' } },
});
