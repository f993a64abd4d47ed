import { openDialog } from '../ui/dialogs';
import { Button } from '../ui/button';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { shownView, useAccess } from './access';
import { ApiKeys } from './api-keys';
import { hasAccounts } from './auth-of';
import { DeleteAccount } from './delete-account';
import { DeviceList } from './device-list';
import { ExportPart } from './export-part';
import { Part } from './part';
import { PasswordPart } from './password-part';
import { ProfilePart } from './profile-part';

/** The account of whoever is here; a guest is offered one. */
export function AccountSection() {
  const view = shownView(useAccess());
  if (view === null) return null;
  const { user, auth } = view;
  if (user.isGuest) {
    return (
      <>
        {hasAccounts(auth) && <GuestCard isSignUpOpen={auth.isSignUpOpen && auth.modes.includes('password')} />}
        <ExportPart />
      </>
    );
  }
  return (
    <>
      <ProfilePart user={user} />
      {user.hasPassword && <PasswordPart email={user.email ?? ''} />}
      <DeviceList />
      <ApiKeys />
      <ExportPart />
      <DeleteAccount hasPassword={user.hasPassword} />
    </>
  );
}

function GuestCard({ isSignUpOpen }: { isSignUpOpen: boolean }) {
  const { account } = lateTexts;
  return (
    <Part title={account.guestCard} hint={isSignUpOpen ? account.guestCardHint : account.guestCardClosed}>
      <div className="flex flex-wrap gap-2 pt-3">
        {isSignUpOpen && (
          <PrimaryButton onClick={() => openDialog('sign-up')}>{texts.signIn.titles['sign-up']}</PrimaryButton>
        )}
        <Button onClick={() => openDialog('sign-in')} className="h-9">
          {texts.signIn.titles['sign-in']}
        </Button>
      </div>
    </Part>
  );
}
