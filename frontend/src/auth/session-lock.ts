let last: Promise<unknown> = Promise.resolve();

/**
 * Runs what may change the session's cookie while nothing else does, in any tab: a guest made at the wrong moment would
 * take the place of whoever is signing in. Where there are no Web Locks this tab alone is kept in order.
 */
export function alone<T>(work: () => Promise<T>): Promise<T> {
  if ('locks' in navigator) return navigator.locks.request('throughline-session', work);
  const done = last.then(work, work);
  last = done;
  return done;
}
