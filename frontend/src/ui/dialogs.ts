import { create } from 'zustand';

/** A dialog of the whole page. One is open at a time. */
export type DialogName = 'search' | 'settings' | 'shortcuts' | 'sign-in' | 'sign-up';

interface DialogsState {
  /** null = none is open. */
  open: DialogName | null;
  /** The part of the settings to show first; null = the first one. */
  settingsSection: string | null;
}

export const useDialogs = create<DialogsState>(() => ({ open: null, settingsSection: null }));

/** What had the focus before the first of a chain of dialogs opened. */
let returnTo: HTMLElement | null = null;

export function openDialog(open: DialogName, settingsSection: string | null = null): void {
  if (!isDialogOpen()) returnTo = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  useDialogs.setState({ open, settingsSection });
}

export function closeDialog(): void {
  useDialogs.setState({ open: null });
}

export function toggleDialog(name: DialogName): void {
  if (useDialogs.getState().open === name) closeDialog();
  else openDialog(name);
}

export function isDialogOpen(): boolean {
  return useDialogs.getState().open !== null;
}

/** Gives the focus back, unless another dialog of the chain or the page itself has taken it. */
export function returnFocus(): void {
  if (isDialogOpen() || (document.activeElement !== null && document.activeElement !== document.body)) return;
  const isThere = returnTo?.isConnected === true; // a drawer that had it may be closed
  (isThere ? returnTo : document.querySelector<HTMLElement>('header button'))?.focus({ preventScroll: true });
}
