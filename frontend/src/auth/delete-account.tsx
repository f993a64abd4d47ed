import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteAccount } from '../api/account';
import { RequestError } from '../api/request';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { leave } from './access';
import { Part, PartError } from './part';
import { PasswordField } from './password-field';
import { alone } from './session-lock';
import { signInProblem } from './sign-in-problem';
import { TextField } from './text-field';

/** Takes a word that nobody writes by accident, and the password where there is one. */
export function DeleteAccount({ hasPassword }: { hasPassword: boolean }) {
  const { delete: words } = lateTexts.account;
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const removal = useMutation({
    mutationFn: () => alone(() => deleteAccount(hasPassword ? { password } : {})),
    onSuccess: () => leave('/'),
    networkMode: 'always',
  });
  const isWrong = removal.error instanceof RequestError && removal.error.code === 'wrong-credentials';
  const isConfirmed = typed.trim().toLowerCase() === words.word && (!hasPassword || password !== '');
  return (
    <Part title={words.title} hint={words.hint}>
      <form
        className="max-w-sm space-y-4 pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isConfirmed) removal.mutate();
        }}
      >
        <TextField
          label={words.confirm(words.word)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {hasPassword && (
          <PasswordField
            label={words.password}
            autoComplete="current-password"
            value={password}
            onChange={(event) => {
              setPassword(event.target.value);
              removal.reset();
            }}
            error={isWrong ? words.wrong : undefined}
          />
        )}
        {removal.isError && !isWrong && <PartError>{signInProblem(removal.error).text}</PartError>}
        <PrimaryButton type="submit" isDanger disabled={!isConfirmed || removal.isPending || removal.isSuccess}>
          {words.button}
        </PrimaryButton>
      </form>
    </Part>
  );
}
