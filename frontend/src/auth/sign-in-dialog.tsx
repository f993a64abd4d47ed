import { Dialog } from '../ui/dialog';
import { closeDialog, openDialog, useDialogs } from '../ui/dialogs';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { toast } from '../ui/toast';
import { shownView, useAccess } from './access';
import { authOf } from './auth-of';
import { GuestHint } from './guest-hint';
import { SignInPanel } from './sign-in-panel';

/** For a guest who wants to keep the conversations, and for whoever was signed out: the page stays behind it. */
export default function SignInDialog() {
  const access = useAccess();
  const mode = useDialogs((state) => (state.open === 'sign-up' ? 'sign-up' : 'sign-in'));
  const auth = authOf(access);
  if (auth === null) return null;
  return (
    <Dialog title={texts.signIn.titles[mode]} className="w-full max-w-[25rem] sm:top-[12dvh] sm:max-h-[85dvh]">
      <div className="overflow-y-auto px-5 pb-6">
        <p className="pb-5 text-sm leading-5 text-muted-foreground">
          {access.phase === 'ended' ? lateTexts.signIn.hints.ended : <GuestHint mode={mode} />}
        </p>
        <SignInPanel
          auth={auth}
          mode={mode}
          onMode={openDialog}
          onDone={() => {
            closeDialog();
            const name = shownView()?.user.name;
            if (name !== undefined) void toast(lateTexts.signIn.signedInAs(name));
          }}
        />
      </div>
    </Dialog>
  );
}
