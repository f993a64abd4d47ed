import type { AuthView } from '@app/chat-protocol';
import { useEffect, useState } from 'react';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { arrivalError } from './arrival';
import { OidcButton } from './oidc-button';
import { SignInForm, type SignInMode } from './sign-in-form';
import { arrivalProblem } from './sign-in-problem';

interface SignInPanelProps {
  auth: AuthView;
  mode: SignInMode;
  onMode: (mode: SignInMode) => void;
  onDone: () => void;
}

/** The ways into an account that this server offers. */
export function SignInPanel({ auth, mode, onMode, onDone }: SignInPanelProps) {
  const [arrived] = useState(() => arrivalError.getState());
  useEffect(() => arrivalError.setState(null, true), []); // said once
  const [email, setEmail] = useState('');
  const hasPassword = auth.modes.includes('password');
  return (
    <div className="space-y-5">
      {arrived !== null && (
        <p role="alert" className="rounded-[10px] bg-danger-soft px-3 py-2.5 text-[13px] leading-5 text-danger">
          {arrivalProblem(arrived)}
        </p>
      )}
      {auth.oidcName !== null && <OidcButton name={auth.oidcName} />}
      {auth.oidcName !== null && hasPassword && (
        <div aria-hidden className="flex items-center gap-3 text-xs text-muted-foreground">
          <span className="h-px flex-1 bg-border" />
          {lateTexts.signIn.or}
          <span className="h-px flex-1 bg-border" />
        </div>
      )}
      {hasPassword && (
        <SignInForm
          key={mode}
          mode={mode}
          email={email}
          onEmail={setEmail}
          onTaken={() => onMode('sign-in')}
          onDone={onDone}
        />
      )}
      {hasPassword && <OtherMode auth={auth} mode={mode} onMode={onMode} />}
    </div>
  );
}

function OtherMode({ auth, mode, onMode }: Omit<SignInPanelProps, 'onDone'>) {
  if (mode === 'sign-in' && !auth.isSignUpOpen) {
    return <p className="text-center text-[13px] text-muted-foreground">{lateTexts.signIn.closed}</p>;
  }
  const other = mode === 'sign-in' ? 'sign-up' : 'sign-in';
  return (
    <p className="text-center text-[13px] text-muted-foreground">
      {mode === 'sign-in' ? lateTexts.signIn.toSignUp : lateTexts.signIn.toSignIn}{' '}
      <button
        type="button"
        onClick={() => onMode(other)}
        className="min-h-6 rounded px-1 font-medium text-primary hover:underline pointer-coarse:min-h-11"
      >
        {texts.signIn.titles[other]}
      </button>
    </p>
  );
}
