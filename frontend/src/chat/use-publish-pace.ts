import { useLayoutEffect, useRef } from 'react';

/**
 * A steady screen is worth more than the last millisecond: messages are published at most this often, in milliseconds. Each
 * time costs some 10 ms of a slow processor, so 50 ms would leave a fifth of it for frames and keys alone
 * (docs/page-performance.md).
 */
export const PACE_MS = 100;
/** For a processor that takes this much of each publication: keys and scrolling come before words. */
const SLOW_PACE_MS = 200;
const SLOW_FROM_MS = 8;
/** Below this it is fast again; the gap keeps the pace from going to and fro. */
const FAST_BELOW_MS = 4;
/** Of each publication in the mean that decides: about a second of them. */
const WEIGHT = 0.1;

/**
 * Tells how far apart an answer's messages are to be published, in milliseconds (at first PACE_MS): by what the last ones
 * took to render here. For the component whose rendering they cause.
 *
 * @param isStreaming other renderings do not count
 */
export function usePublishPace(isStreaming: boolean, onPace: (ms: number) => void): void {
  const mean = useRef(0);
  // oxlint-disable-next-line react/purity -- how long a rendering takes is what is asked
  const startedAt = performance.now();
  useLayoutEffect(() => {
    if (!isStreaming) return;
    const took = performance.now() - startedAt;
    mean.current += WEIGHT * (took - mean.current);
    if (mean.current > SLOW_FROM_MS) onPace(SLOW_PACE_MS);
    else if (mean.current < FAST_BELOW_MS) onPace(PACE_MS);
  }, [startedAt, isStreaming, onPace]);
}
