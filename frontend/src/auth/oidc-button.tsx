import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { startOidc } from '../api/account';
import { Button } from '../ui/button';
import { lateTexts } from '../ui/late-texts';
import { rememberPlace } from './arrival';
import { alone } from './session-lock';
import { signInProblem } from './sign-in-problem';

/** Single sign-on: leaves the page, and comes back to where it was. */
export function OidcButton({ name }: { name: string }) {
  const start = useMutation({
    mutationFn: () => alone(startOidc),
    onSuccess: ({ url }) => {
      rememberPlace();
      location.assign(url);
    },
    networkMode: 'always',
  });
  return (
    <>
      <Button
        disabled={start.isPending || start.isSuccess}
        onClick={() => start.mutate()}
        className="h-10 w-full justify-center rounded-[10px] pointer-coarse:h-12"
      >
        <KeyRound aria-hidden className="size-4 text-muted-foreground" />
        {lateTexts.signIn.oidc(name)}
      </Button>
      {start.isError && (
        <p role="alert" className="pt-2 text-[13px] leading-5 text-danger">
          {signInProblem(start.error).text}
        </p>
      )}
    </>
  );
}
