import { useEffect } from 'react';
import { type DialogName, toggleDialog, useDialogs } from './ui/dialogs';
import { late } from './ui/late';
import { useShortcut } from './ui/use-shortcut';

const nothing = () => null;

const SignInDialog = late(() => import('./auth/sign-in-dialog'), nothing);

const DIALOGS = {
  search: late(() => import('./palette/palette'), nothing),
  settings: late(() => import('./settings/settings-dialog'), nothing),
  shortcuts: late(() => import('./shortcuts-dialog'), nothing),
  'sign-in': SignInDialog,
  'sign-up': SignInDialog,
} satisfies Record<DialogName, unknown>;

/** Their code comes after the first screen, so that the first use need not wait. */
const PRELOAD_MS = 3_000;

/** The dialogs of the whole page. */
export function Dialogs() {
  const open = useDialogs((state) => state.open);
  useShortcut('search', () => toggleDialog('search'));
  useShortcut('shortcuts', () => toggleDialog('shortcuts'));
  useEffect(() => {
    const timer = setTimeout(() => Object.values(DIALOGS).forEach((dialog) => dialog.preload()), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  if (open === null) return null;
  const Dialog = DIALOGS[open];
  return <Dialog />;
}
