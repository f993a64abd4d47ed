import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { changePassword } from '../api/account';
import { RequestError } from '../api/request';
import { Button } from '../ui/button';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { changeSession } from './access';
import { Part, PartError } from './part';
import { PasswordField } from './password-field';
import { PASSWORD_MIN_CHARACTERS } from './sign-in-form';
import { signInProblem } from './sign-in-problem';

/** @param email tells password managers whose password it is */
export function PasswordPart({ email }: { email: string }) {
  const { password } = lateTexts.account;
  const [isOpen, setIsOpen] = useState(false);
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const change = useMutation({
    mutationFn: () => changeSession(() => changePassword({ currentPassword: current, newPassword: wanted })),
    onSuccess: () => {
      setIsOpen(false);
      setCurrent('');
      setWanted('');
    },
    networkMode: 'always',
  });
  const isWrong = change.error instanceof RequestError && change.error.code === 'wrong-credentials';
  const problem = change.isError && !isWrong ? signInProblem(change.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (current !== '' && wanted.length >= PASSWORD_MIN_CHARACTERS) change.mutate();
  };
  return (
    <Part
      title={password.title}
      hint={password.hint}
      action={!isOpen && <Button onClick={() => setIsOpen(true)}>{password.change}</Button>}
    >
      {isOpen && (
        <form noValidate onSubmit={submit} className="fade-in max-w-sm space-y-4 pt-4">
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            label={password.current}
            autoComplete="current-password"
            value={current}
            onChange={(event) => {
              setCurrent(event.target.value);
              change.reset();
            }}
            error={isWrong ? password.wrong : undefined}
          />
          <PasswordField
            label={password.new}
            autoComplete="new-password"
            value={wanted}
            onChange={(event) => {
              setWanted(event.target.value);
              change.reset();
            }}
            hint={lateTexts.signIn.passwordHint(PASSWORD_MIN_CHARACTERS)}
            error={problem?.field === 'password' ? problem.text : undefined}
          />
          {problem !== null && problem.field === null && <PartError>{problem.text}</PartError>}
          <div className="flex gap-2">
            <PrimaryButton
              type="submit"
              disabled={current === '' || wanted.length < PASSWORD_MIN_CHARACTERS || change.isPending}
            >
              {password.change}
            </PrimaryButton>
            <Button onClick={() => setIsOpen(false)} className="h-9">
              {texts.cancel}
            </Button>
          </div>
        </form>
      )}
      <p role="status" className="pt-2 text-[13px] text-muted-foreground empty:hidden">
        {change.isSuccess && !isOpen && password.done}
      </p>
    </Part>
  );
}
