import type { AuthView, SessionView, UserView } from '@app/chat-protocol';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { caller, RequestError } from '../api/request';
import { endSession, getAuth, getSession } from '../api/session';
import { chatClient } from '../chat/chat-client';
import { queryClient } from '../query-client';
import { alone } from './session-lock';
import { forgetStored, LAST_USER_KEY, readLastUser, rememberUser } from './last-user';

/** Who is on this page, and whether the server still lets them in. */
export type Access =
  | { phase: 'unknown'; hasFailed: boolean }
  | { phase: 'in'; view: SessionView }
  /** The session is over. What the user sees and has written stays until somebody signs in. */
  | { phase: 'ended'; view: SessionView; auth: AuthView }
  /** Nobody is on the page yet. `guest` can be; null = guests are not let in. */
  | { phase: 'out'; auth: AuthView; guest: SessionView | null; wasSignedIn: boolean };

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 5_000;
/** The word that a session has ended may overtake the cookie of the next one. */
const CUT_PAUSE_MS = 300;

export const accessStore = createStore<Access>(() => ({ phase: 'unknown', hasFailed: false }));

export function useAccess(): Access {
  return useStore(accessStore);
}

/** The user of the page; null = nobody is on it. */
export function shownView(access: Access = accessStore.getState()): SessionView | null {
  return access.phase === 'in' || access.phase === 'ended' ? access.view : null;
}

let asking: Promise<void> | null = null;

/** Asks the server who the session belongs to, until it answers, and acts on it. */
export async function checkAccess(): Promise<void> {
  for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS)) {
    try {
      return await askOnce();
    } catch {
      if (accessStore.getState().phase === 'unknown') accessStore.setState({ phase: 'unknown', hasFailed: true }, true);
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** Signs up or in, or gives this browser another session of the same user; then the page is theirs. Rejects with the work. */
export async function changeSession(work: () => Promise<void>): Promise<void> {
  await alone(work);
  await checkAccess();
}

/** The guest that the server has made takes the page. */
export async function continueAsGuest(): Promise<void> {
  const access = accessStore.getState();
  if (access.phase === 'out' && access.guest !== null) await enter(access.guest);
}

/** Signs this browser out, and leaves nothing of the user in it. Rejects when the server cannot be reached. */
export async function signOut(): Promise<void> {
  await alone(endSession);
  leave('/sign-in');
}

/** The user is gone: a new page begins. */
export function leave(to: string): void {
  const view = shownView();
  if (view !== null) rememberUser(view.user, true);
  addEventListener('pagehide', forgetStored, { once: true }); // after others have stored what they keep
  location.assign(to);
}

/** The user has a new name, for instance. */
export function updateUser(user: UserView): void {
  const access = accessStore.getState();
  if (access.phase === 'in') accessStore.setState({ ...access, view: { ...access.view, user } }, true);
}

/** Settles when somebody is let in for the first time. */
export function whenIn(): Promise<void> {
  return new Promise((resolve) => {
    const stop = accessStore.subscribe(({ phase }) => {
      if (phase !== 'in') return;
      stop();
      resolve();
    });
  });
}

/** Keeps an eye on the session for as long as the page lives. */
export function watchAccess(): void {
  caller.renew = async () => {
    if (accessStore.getState().phase !== 'in') return false;
    const { userId } = caller;
    await askOnce();
    return accessStore.getState().phase === 'in' && caller.userId === userId;
  };
  chatClient.connection.subscribe(() => {
    const isCut = chatClient.connection.getSnapshot().state === 'closed';
    if (isCut && accessStore.getState().phase === 'in') setTimeout(() => void checkAccess(), CUT_PAUSE_MS);
  });
  // Somebody may have signed in meanwhile, in another tab.
  const look = () => {
    if (accessStore.getState().phase === 'ended' && document.visibilityState === 'visible') void checkAccess();
  };
  document.addEventListener('visibilitychange', look);
  addEventListener('focus', look);
  addEventListener('storage', ({ key }) => key === LAST_USER_KEY && look());
}

function askOnce(): Promise<void> {
  asking ??= ask().finally(() => (asking = null));
  return asking;
}

async function ask(): Promise<void> {
  const view = await alone(() => getSession().catch(nullFor401));
  if (view === null) keepOut(await getAuth(), null);
  else await admit(view);
}

function nullFor401(error: unknown): null {
  if (error instanceof RequestError && error.status === 401) return null;
  throw error;
}

async function admit(view: SessionView): Promise<void> {
  const shown = shownView();
  const former = shown?.user ?? readLastUser();
  const isAnother = former !== null && former.id !== view.userId;
  if (!isAnother || former.isGuest) return enter(view);
  // An account's page is not taken over by the guest that comes after it, unless its user wants that.
  const hasLeft = 'hasLeft' in former && former.hasLeft;
  if (view.user.isGuest && !hasLeft) return keepOut(view.auth, view);
  if (shown === null) return enter(view);
  location.replace('/'); // nothing of the former user may survive in this page's memory
}

function keepOut(auth: AuthView, guest: SessionView | null): void {
  chatClient.hangUp();
  const shown = shownView();
  const wasSignedIn = readLastUser()?.isGuest === false && readLastUser()?.hasLeft !== true;
  accessStore.setState(
    shown === null ? { phase: 'out', auth, guest, wasSignedIn } : { phase: 'ended', view: shown, auth },
    true,
  );
}

async function enter(view: SessionView): Promise<void> {
  const former = shownView()?.user ?? readLastUser();
  const isAnother = former !== null && former.id !== view.userId;
  if (isAnother && !former.isGuest) forgetStored();
  caller.userId = view.userId;
  // Whoever sits at a guest's page is whom the guest was: the server moves the conversations along in the same way.
  await chatClient.setUser(view.userId, isAnother && former.isGuest ? former.id : undefined);
  rememberUser(view.user);
  const wasShown = shownView() !== null;
  accessStore.setState({ phase: 'in', view }, true);
  if (wasShown) void queryClient.invalidateQueries();
  if (['idle', 'closed'].includes(chatClient.connection.getSnapshot().state)) chatClient.redial();
}
