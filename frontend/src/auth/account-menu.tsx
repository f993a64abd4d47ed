import type { SessionView } from '@app/chat-protocol';
import { ChartNoAxesColumn, CircleUserRound, LogIn, LogOut, UserPlus, Users } from 'lucide-react';
import { useNavigate } from 'react-router';
import { openDialog } from '../ui/dialogs';
import { Menu, type MenuItem } from '../ui/menu';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { toast } from '../ui/toast';
import { shownView, signOut, useAccess } from './access';
import { hasAccounts } from './auth-of';
import { Avatar } from './avatar';

/** Who is here, at the foot of the sidebar. `onOpen`: something else takes the screen. */
export default function AccountMenu({ onOpen }: { onOpen: () => void }) {
  const access = useAccess();
  const view = shownView(access);
  const navigate = useNavigate();
  if (view === null) return null;
  const { user } = view;
  const name = user.isGuest ? texts.account.guest : user.name;
  const canSignIn = hasAccounts(view.auth) && (user.isGuest || access.phase === 'ended');

  const opening = (open: () => void) => () => {
    onOpen();
    open();
  };
  const signInItems: MenuItem[] = [
    {
      key: 'sign-in',
      label: texts.signIn.titles['sign-in'],
      Icon: LogIn,
      onSelect: opening(() => openDialog('sign-in')),
    },
    ...(canSignUp(view)
      ? [
          {
            key: 'sign-up',
            label: texts.signIn.titles['sign-up'],
            Icon: UserPlus,
            onSelect: opening(() => openDialog('sign-up')),
          },
        ]
      : []),
  ];
  const items: MenuItem[] = [
    ...(canSignIn ? signInItems : []),
    {
      key: 'account',
      label: lateTexts.accountMenu.open,
      Icon: CircleUserRound,
      isNewGroup: canSignIn,
      onSelect: opening(() => openDialog('settings', 'account')),
    },
    ...(user.role === 'admin'
      ? [
          {
            key: 'users',
            label: lateTexts.accountMenu.users,
            Icon: Users,
            onSelect: opening(() => void navigate('/admin/users')),
          },
          {
            key: 'admin',
            label: lateTexts.accountMenu.admin,
            Icon: ChartNoAxesColumn,
            onSelect: opening(() => void navigate('/admin')),
          },
        ]
      : []),
    ...(user.isGuest || access.phase === 'ended'
      ? []
      : [
          {
            key: 'sign-out',
            label: lateTexts.accountMenu.signOut,
            Icon: LogOut,
            isNewGroup: true,
            onSelect: () => void signOut().catch(() => toast(lateTexts.accountMenu.signOutFailed)),
          },
        ]),
  ];

  return (
    <Menu
      align="start"
      items={items}
      trigger={
        <button
          type="button"
          title={user.email ?? name}
          className="flex h-10 min-w-0 flex-1 items-center gap-2.5 rounded-lg px-2 text-start text-sm transition-colors hover:bg-accent data-[state=open]:bg-accent pointer-coarse:h-12"
        >
          <Avatar name={user.isGuest ? null : name} />
          <span className="min-w-0 flex-1 leading-4">
            <span className="sr-only">{lateTexts.accountMenu.menu} </span>
            <bdi className="block truncate">{name}</bdi>
            {user.isGuest && canSignIn && (
              <span className="block truncate pt-0.5 text-xs text-muted-foreground">
                {lateTexts.accountMenu.guestHint}
              </span>
            )}
          </span>
        </button>
      }
    />
  );
}

function canSignUp({ user, auth }: SessionView): boolean {
  return user.isGuest && auth.isSignUpOpen && auth.modes.includes('password');
}
