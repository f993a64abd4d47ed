import type { UserView } from '@app/chat-protocol';

/** Whose page this browser showed last. */
export interface LastUser {
  id: string;
  isGuest: boolean;
  /** Signed out on purpose: nobody expects to find what was theirs. */
  hasLeft: boolean;
}

/** Other tabs hear of its changes. */
export const LAST_USER_KEY = 'throughline-user';
const UI_KEY = 'throughline-ui';
const PREFIX = 'throughline-';

/** Null = nobody's, or nothing can be stored. */
export function readLastUser(): LastUser | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(LAST_USER_KEY) ?? 'null');
    return typeof stored === 'object' && stored !== null && 'id' in stored ? (stored as LastUser) : null;
  } catch {
    return null;
  }
}

export function rememberUser({ id, isGuest }: Pick<UserView, 'id' | 'isGuest'>, hasLeft = false): void {
  try {
    localStorage.setItem(LAST_USER_KEY, JSON.stringify({ id, isGuest, hasLeft } satisfies LastUser));
  } catch {
    // no storage, or it is full: the next page takes whoever comes for the first one
  }
}

/** Deletes what this browser keeps of its user: drafts, queues, and whatever else the page stores but its looks. */
export function forgetStored(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && key !== UI_KEY && key !== LAST_USER_KEY) localStorage.removeItem(key);
    }
  } catch {
    // no storage allowed: there is nothing in it
  }
}
