import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { search } from '../api/search';

/** Typing goes on within this time: only what is written then is looked for. */
const TYPING_MS = 150;
const MAX_CHARACTERS = 200;

function searchQuery(q: string) {
  return infiniteQueryOptions({
    queryKey: ['search', q] as const,
    queryFn: ({ pageParam, signal }) => search(q, pageParam, signal), // a newer question cancels it by the signal
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 10_000,
    retry: 1,
  });
}

/** Looks for text in titles and messages. What was found before stays until the next is there. */
export function useSearch(text: string) {
  const wanted = text.trim().slice(0, MAX_CHARACTERS);
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(wanted), wanted === '' ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const query = useInfiniteQuery({ ...searchQuery(q), enabled: q !== '', placeholderData: keepPreviousData });
  return {
    ...query,
    results: wanted === '' || q === '' ? [] : (query.data?.pages ?? []).flatMap((page) => page.results),
    /** What is shown does not answer what is written. */
    isBehind: wanted !== q || query.isPlaceholderData || query.isPending,
  };
}
