import type { AdminUserView } from '@app/chat-protocol';
import { Ban, Ellipsis, Gauge, ShieldCheck, ShieldOff, Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Avatar } from '../auth/avatar';
import { dayName } from '../auth/device-name';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/icon-button';
import { Menu, type MenuItem } from '../ui/menu';
import { texts } from '../ui/texts';
import { lateTexts } from '../ui/late-texts';
import { compactOf } from './numbers';
import { QuotaForm } from './quota-form';
import { useChangeUser } from './use-change-user';

/** A user, and what an administrator can do with them: nothing that would shut the administrator out. */
export function UserRow({ user, ownId }: { user: AdminUserView; ownId: string }) {
  const { admin, account } = lateTexts;
  const isSelf = user.id === ownId;
  const isBanned = user.bannedAt !== null;
  const name = user.isGuest ? texts.account.guest : user.name;
  const [isSettingQuota, setSettingQuota] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const endSettingQuota = () => {
    setSettingQuota(false);
    row.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.focus(); // where it was opened
  };
  return (
    <li
      ref={row}
      className={cx(
        'flex gap-3 border-b py-2.5 ps-4 pe-2 last:border-0',
        isSettingQuota ? 'items-start' : 'items-center',
      )}
    >
      <span className={cx('shrink-0', isBanned && 'opacity-50')}>
        <Avatar name={user.isGuest ? null : name} isLarge />
      </span>
      <div className="min-w-0 flex-1 text-sm leading-5">
        <p className="flex min-w-0 items-center gap-2">
          <bdi className="truncate font-medium">{name}</bdi>
          {isSelf && <span className="shrink-0 text-xs text-muted-foreground">({admin.you})</span>}
          {user.role === 'admin' && <Pill className="bg-primary-soft text-primary">{account.profile.roles.admin}</Pill>}
          {isBanned && <Pill className="bg-danger-soft text-danger">{admin.banned}</Pill>}
        </p>
        <p className="truncate text-[13px] text-muted-foreground">
          {[user.email ?? '', admin.conversations(user.conversationCount), seen(user)]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <Quotas quotas={user.quotas} />
        {isSettingQuota && <QuotaForm user={user} ownId={ownId} onDone={endSettingQuota} />}
      </div>
      <UserMenu user={user} ownId={ownId} name={name} onSetQuota={() => setSettingQuota(true)} />
    </li>
  );
}

interface UserMenuProps {
  user: AdminUserView;
  ownId: string;
  name: string;
  onSetQuota: () => void;
}

function UserMenu({ user, ownId, name, onSetQuota }: UserMenuProps) {
  const { admin } = lateTexts;
  const change = useChangeUser(ownId);
  const isAdmin = user.role === 'admin';
  const isBanned = user.bannedAt !== null;
  const roleItem: MenuItem = {
    key: 'role',
    label: isAdmin ? admin.makeUser : admin.makeAdmin,
    Icon: isAdmin ? ShieldOff : ShieldCheck,
    onSelect: () => change.mutate({ user, patch: { role: isAdmin ? 'user' : 'admin' } }),
  };
  const quotaItem: MenuItem = { key: 'quota', label: admin.ownQuotas.set, Icon: Gauge, onSelect: onSetQuota };
  const banItem: MenuItem = {
    key: 'ban',
    label: isBanned ? admin.unban : admin.ban,
    Icon: isBanned ? Undo2 : Ban,
    isDanger: !isBanned,
    isNewGroup: true,
    onSelect: () => change.mutate({ user, patch: { isBanned: !isBanned } }),
  };
  const accountItems = user.isGuest ? [quotaItem, banItem] : [roleItem, quotaItem, banItem];
  return (
    <Menu
      // Nothing that would shut the administrator out.
      items={user.id === ownId ? [quotaItem] : accountItems}
      trigger={
        <IconButton label={admin.options(name)}>
          <Ellipsis className="size-4.5" />
        </IconButton>
      }
    />
  );
}

/** Nothing where users have no quotas. What is used up stands out. */
function Quotas({ quotas }: Pick<AdminUserView, 'quotas'>) {
  const shown = (['day', 'month'] as const).flatMap((period) => {
    const quota = quotas[period];
    return quota === null ? [] : [{ period, ...quota }];
  });
  if (shown.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-3 text-[13px] text-muted-foreground tabular-nums">
      {shown.map(({ period, used, limit }) => (
        <span key={period} className={cx(used >= limit && 'font-medium text-danger')}>
          {lateTexts.admin.quotas[period](compactOf(used), compactOf(limit))}
        </span>
      ))}
    </p>
  );
}

function Pill({ className, children }: { className: string; children: string }) {
  return <span className={cx('shrink-0 rounded-full px-2 py-px text-xs font-medium', className)}>{children}</span>;
}

function seen({ lastSeenAt }: AdminUserView): string {
  const { admin, account } = lateTexts;
  return lastSeenAt === null ? admin.neverSeen : account.sessions.seen(dayName(lastSeenAt));
}
