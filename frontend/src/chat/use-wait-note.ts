import { texts } from '../ui/texts';
import { useDelayed } from '../ui/use-delayed';
import type { SessionState } from './conversation-session';

/** A wait this long deserves a word. */
const SLOW_MS = 4_000;
/** Most broken links heal sooner. */
const BROKEN_MS = 2_000;

/** What a running answer is waiting for, in words; undefined = nothing worth saying. */
export function useWaitNote(wait: SessionState['wait'], isWordless: boolean, isLinkUp: boolean): string | undefined {
  const isSlow = useDelayed(isWordless, SLOW_MS);
  const isBroken = useDelayed(!isLinkUp, BROKEN_MS);
  if (isBroken) return texts.message.waiting.reconnecting;
  if (wait?.state === 'queued') return texts.message.waiting.queued(wait.position);
  if (wait !== null && isWordless) return texts.message.waiting[wait.state];
  return isSlow ? texts.message.waiting.slow : undefined;
}
