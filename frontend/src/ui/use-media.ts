import { useCallback, useMemo, useSyncExternalStore } from 'react';

/** Whether a media query matches, live. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const subscribe = useCallback(
    (listener: () => void) => {
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [list],
  );
  return useSyncExternalStore(subscribe, () => list.matches);
}

export const WIDE = '(min-width: 48rem)';
export const TOUCH = '(pointer: coarse)';
export const DARK = '(prefers-color-scheme: dark)';
