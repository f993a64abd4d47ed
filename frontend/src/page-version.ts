import { createStore } from 'zustand/vanilla';
import { chatClient } from './chat/chat-client';

/** The page's own code, in the page's own HTML; each build gives it another name. */
const ENTRY = /<script type="module"[^>]* src="([^"]+)"/;

/** Whether the server has a newer page than the one that is open, whose code it may have no more. */
export const outdatedStore = createStore(() => false);

/** Looks whenever the link is back (the server may be another one now) and when a piece of the page cannot be loaded. */
export function watchPageVersion(): void {
  let hasBeenOpen = false;
  let wasOpen = false;
  chatClient.connection.subscribe(() => {
    const isOpen = chatClient.connection.getSnapshot().state === 'open';
    if (isOpen && !wasOpen && hasBeenOpen) void look();
    hasBeenOpen ||= isOpen;
    wasOpen = isOpen;
  });
  addEventListener('vite:preloadError', () => void look());
}

async function look(): Promise<void> {
  if (outdatedStore.getState()) return; // nor does that change: code that is gone is asked for again and again
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src');
  try {
    const response = await fetch('/', { cache: 'no-cache' });
    const current = ENTRY.exec(await response.text())?.[1];
    // No entry at all: a proxy's own page, or a guest network's.
    if (response.ok && current !== undefined && current !== own) outdatedStore.setState(true, true);
  } catch {
    // The network is away; the next link that comes back looks again.
  }
}
