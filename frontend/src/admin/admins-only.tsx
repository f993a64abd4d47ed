import type { SessionView } from '@app/chat-protocol';
import { ShieldAlert } from 'lucide-react';
import { useNavigate } from 'react-router';
import { hasAccounts } from '../auth/auth-of';
import { Button } from '../ui/button';
import { openDialog } from '../ui/dialogs';
import { lateTexts } from '../ui/late-texts';
import { Notice } from '../ui/notice';
import { PrimaryButton } from '../ui/primary-button';
import { texts } from '../ui/texts';

/** `/admin` for everybody else: an account without the right, or a guest, who may have one. */
export default function AdminsOnly({ view: { user, auth } }: { view: SessionView }) {
  const navigate = useNavigate();
  const { adminsOnly, notFound } = lateTexts;
  const canSignIn = user.isGuest && hasAccounts(auth);
  return (
    <Notice
      Icon={ShieldAlert}
      title={adminsOnly.title}
      hint={canSignIn ? adminsOnly.guestHint : user.isGuest ? adminsOnly.noAccounts : adminsOnly.hint}
    >
      {canSignIn && (
        <PrimaryButton onClick={() => openDialog('sign-in')}>{texts.signIn.titles['sign-in']}</PrimaryButton>
      )}
      <Button onClick={() => void navigate('/')} className="h-9">
        {notFound.start}
      </Button>
    </Notice>
  );
}
