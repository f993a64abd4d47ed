import { useCallback, useSyncExternalStore } from 'react';

/** Milliseconds until a moment (ms epoch), told anew each second; 0 = it is past, or there is none (null). */
export function useCountdown(until: number | null): number {
  const subscribe = useCallback(
    (tell: () => void) => {
      if (until === null) return () => {};
      const timer = setInterval(() => {
        tell();
        if (Date.now() >= until) clearInterval(timer);
      }, 1000);
      return () => clearInterval(timer);
    },
    [until],
  );
  // Whole seconds: React asks more often than it is told, and must get the same answer.
  return useSyncExternalStore(subscribe, () =>
    until === null ? 0 : Math.max(0, Math.ceil((until - Date.now()) / 1000) * 1000),
  );
}
