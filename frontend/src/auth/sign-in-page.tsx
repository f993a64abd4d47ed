import { useEffect, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { Logo } from '../ui/logo';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { ThemeMenu } from '../ui/theme-menu';
import { type Access, continueAsGuest, useAccess } from './access';
import { authOf } from './auth-of';
import { GuestHint } from './guest-hint';
import type { SignInMode } from './sign-in-form';
import { SignInPanel } from './sign-in-panel';

const QUIET_LINK =
  'inline-grid min-h-8 place-items-center rounded-lg px-2 text-[13px] text-muted-foreground hover:text-foreground hover:underline pointer-coarse:min-h-11';

/** In place of the chat, or under `/sign-in`. The address stays, so that signing in leads to what was asked for. */
export default function SignInPage() {
  const access = useAccess();
  const [mode, setMode] = useState<SignInMode>('sign-in');
  const { pathname } = useLocation();
  const title = texts.signIn.titles[mode];
  const auth = authOf(access);
  useEffect(() => {
    document.title = `${title} · ${texts.product}`;
  }, [title]);
  if (auth === null) return null;
  return (
    <div className="flex h-dvh flex-col overflow-y-auto bg-sidebar pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)]">
      <header className="flex h-13 shrink-0 items-center justify-end px-3">
        <ThemeMenu />
      </header>
      <main className="fade-in mx-auto flex w-full max-w-[25rem] flex-1 flex-col px-4 pt-2 pb-10 sm:justify-center sm:pb-[16vh]">
        <p className="flex items-center justify-center gap-2 pb-6 text-[15px] font-semibold tracking-[-0.015em]">
          <Logo className="size-5 text-primary" />
          {texts.product}
        </p>
        <div className="rounded-2xl border bg-card p-6 shadow-soft sm:p-8">
          <h1 className="text-xl leading-7 font-semibold tracking-[-0.015em]">{title}</h1>
          <p className="pt-1 pb-6 text-sm leading-5 text-pretty text-muted-foreground">
            {access.phase === 'in' ? <GuestHint mode={mode} /> : hintOf(access, mode, pathname)}
          </p>
          <SignInPanel auth={auth} mode={mode} onMode={setMode} onDone={() => {}} />
        </div>
        <p className="flex justify-center pt-4">
          {access.phase === 'in' && pathname === '/sign-in' && (
            <Link to="/" className={QUIET_LINK}>
              {lateTexts.signIn.guest}
            </Link>
          )}
          {access.phase === 'out' && access.guest !== null && (
            <button type="button" onClick={() => void continueAsGuest()} className={QUIET_LINK}>
              {lateTexts.signIn.guest}
            </button>
          )}
        </p>
      </main>
    </div>
  );
}

function hintOf(access: Access, mode: SignInMode, pathname: string): string {
  const { hints } = lateTexts.signIn;
  if (/^\/admin(\/|$)/.test(pathname) && mode === 'sign-in') return hints.admin;
  if (mode === 'sign-up') return hints.new;
  return access.phase === 'out' && access.wasSignedIn ? hints.returning : hints.out;
}
