import type { WindowLike } from './options.js';

/**
 * Calls `wake` whenever the page comes back to life, and `connectivity` with each change of the network.
 *
 * @returns the function that stops it
 */
export function watchPage(
  window: WindowLike | undefined,
  { wake, connectivity }: { wake: () => void; connectivity: (isOffline: boolean) => void },
): () => void {
  if (window === undefined) return () => {};
  const { document, navigator } = window;
  const stop = new AbortController();
  const { signal } = stop;

  const report = () => connectivity(!navigator.onLine);
  report();
  window.addEventListener('online', report, { signal });
  window.addEventListener('offline', report, { signal });
  for (const name of ['online', 'focus', 'pageshow']) window.addEventListener(name, wake, { signal });
  const wakeIfVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  document.addEventListener('visibilitychange', wakeIfVisible, { signal });
  return () => stop.abort();
}
