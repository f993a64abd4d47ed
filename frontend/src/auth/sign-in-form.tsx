import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { signIn, signUp } from '../api/account';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { useCountdown } from '../ui/use-countdown';
import { changeSession } from './access';
import { PasswordField } from './password-field';
import { type SignInProblem, signInProblem } from './sign-in-problem';
import { TextField } from './text-field';

export type SignInMode = 'sign-in' | 'sign-up';

/** As the server has it. */
export const PASSWORD_MIN_CHARACTERS = 10;

interface SignInFormProps {
  mode: SignInMode;
  email: string;
  onEmail: (email: string) => void;
  /** The e-mail has an account: sign in with it. */
  onTaken: () => void;
  onDone: () => void;
}

/** E-mail and password, made for password managers: real names, types and `autocomplete`, one submit. */
export function SignInForm({ mode, email, onEmail, onTaken, onDone }: SignInFormProps) {
  const isSignUp = mode === 'sign-up';
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [retryAt, setRetryAt] = useState<number | null>(null);
  const waitMs = useCountdown(retryAt);
  const attempt = useMutation({
    mutationFn: (fields: { name: string; email: string; password: string }) =>
      changeSession(() => (isSignUp ? signUp(fields) : signIn({ email: fields.email, password: fields.password }))),
    onSuccess: onDone,
    onError: (error) => {
      const found = signInProblem(error);
      setProblem(found);
      if (found.waitMs > 0) setRetryAt(Date.now() + found.waitMs);
    },
    networkMode: 'always',
  });
  const errorOf = (field: SignInProblem['field']) => (problem?.field === field ? problem?.text : undefined);

  useEffect(() => form.current?.querySelector('input')?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (problem !== null) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [problem]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (attempt.isPending || waitMs > 0) return;
    // Read from the form: some password managers fill fields in without telling React.
    const data = new FormData(event.currentTarget);
    const fields = {
      name: textOf(data, 'name').trim(),
      email: textOf(data, 'email').trim(),
      password: textOf(data, 'password'),
    };
    const found = findMissing(fields, isSignUp);
    setProblem(found);
    if (found === null) attempt.mutate(fields);
  };

  return (
    <form ref={form} noValidate onSubmit={submit} className="space-y-4">
      {isSignUp && (
        <TextField
          label={lateTexts.signIn.name}
          name="name"
          dir="auto"
          autoComplete="name"
          maxLength={100}
          error={errorOf('name')}
        />
      )}
      <TextField
        label={lateTexts.signIn.email}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={254}
        value={email}
        onChange={(event) => onEmail(event.target.value)}
        error={errorOf('email')}
      />
      <PasswordField
        label={lateTexts.signIn.password}
        name="password"
        autoComplete={isSignUp ? 'new-password' : 'current-password'}
        hint={isSignUp ? lateTexts.signIn.passwordHint(PASSWORD_MIN_CHARACTERS) : undefined}
        error={errorOf('password')}
      />
      {problem !== null && (problem.field === null || problem.isTaken) && (
        <Problem problem={problem} waitMs={waitMs} onTaken={onTaken} />
      )}
      <PrimaryButton
        type="submit"
        disabled={attempt.isPending || waitMs > 0}
        className="h-10 w-full justify-center rounded-[10px] pointer-coarse:h-12"
      >
        {texts.signIn.titles[mode]}
      </PrimaryButton>
    </form>
  );
}

interface ProblemProps {
  problem: SignInProblem;
  waitMs: number;
  onTaken: () => void;
}

/** The seconds are not part of what is read out: it would be read out every second. */
function Problem({ problem, waitMs, onTaken }: ProblemProps) {
  if (problem.isTaken) {
    return (
      <button type="button" onClick={onTaken} className="block text-[13px] font-medium text-primary hover:underline">
        {texts.signIn.titles['sign-in']}
      </button>
    );
  }
  return (
    <div className="rounded-[10px] bg-danger-soft px-3 py-2.5 text-[13px] leading-5 text-danger">
      <p role="alert">{problem.text}</p>
      {waitMs > 0 && <p className="tabular-nums">{texts.tryAgainIn(waitMs)}</p>}
    </div>
  );
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
}

function findMissing(
  fields: { name: string; email: string; password: string },
  isSignUp: boolean,
): SignInProblem | null {
  const found = (field: SignInProblem['field'], text: string) => ({ field, text, isTaken: false, waitMs: 0 });
  if (isSignUp && fields.name === '') return found('name', lateTexts.signIn.nameMissing);
  if (fields.email === '') return found('email', lateTexts.signIn.emailMissing);
  if (fields.password === '') return found('password', lateTexts.signIn.passwordMissing);
  if (isSignUp && fields.password.length < PASSWORD_MIN_CHARACTERS)
    return found('password', lateTexts.signIn.passwordHint(PASSWORD_MIN_CHARACTERS));
  return null;
}
