import { PanelLeft, Search, Settings, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type DialogName, openDialog } from '../ui/dialogs';
import { IconButton } from '../ui/icon-button';
import { Keys } from '../ui/keys';
import { late } from '../ui/late';
import { Logo } from '../ui/logo';
import { keysOf, type ShortcutId, withKeys } from '../ui/shortcuts';
import { texts } from '../ui/texts';
import { ThemeMenu } from '../ui/theme-menu';
import { ConversationList } from './conversation-list';

interface SidebarProps {
  onHide: () => void;
  /** Something was opened; the drawer of a phone closes then. Keeps its identity. */
  onOpen: () => void;
}

/** It comes after the first screen; its place is kept. */
const AccountMenu = late<{ onOpen: () => void }>(
  () => import('../auth/account-menu'),
  () => <span className="h-10 flex-1 pointer-coarse:h-12" />,
);

const ROW =
  'group/row flex h-row w-full items-center gap-2.5 rounded-lg px-2.5 text-sm transition-colors hover:bg-accent pointer-coarse:h-11';

export function Sidebar({ onHide, onOpen }: SidebarProps) {
  const show = (dialog: DialogName) => {
    openDialog(dialog);
    onOpen();
  };
  return (
    <nav
      aria-label={texts.sidebar.label}
      className="flex h-full w-68 max-w-[85vw] shrink-0 flex-col border-e bg-sidebar pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)]"
    >
      <div className="flex h-13 shrink-0 items-center gap-2 ps-5 pe-3">
        <Logo className="size-5 text-primary" />
        <span className="me-auto text-[15px] font-semibold tracking-[-0.015em]">{texts.product}</span>
        <IconButton label={texts.sidebar.hide} hint={withKeys(texts.sidebar.hide, 'toggle-sidebar')} onClick={onHide}>
          <PanelLeft className="size-4.5 rtl:-scale-x-100" />
        </IconButton>
      </div>
      <div className="space-y-0.5 px-3 pt-1 pb-1">
        <Link to="/" onClick={onOpen} className={`${ROW} border bg-card font-medium shadow-xs`}>
          <RowContent icon={<SquarePen aria-hidden className="size-4" />} text={texts.sidebar.newChat} id="new-chat" />
        </Link>
        <button type="button" onClick={() => show('search')} className={`${ROW} mt-1.5 border border-transparent`}>
          <RowContent icon={<Search aria-hidden className="size-4" />} text={texts.sidebar.search} id="search" />
        </button>
      </div>
      <ConversationList onOpen={onOpen} />
      <div className="flex shrink-0 items-center gap-0.5 border-t px-3 py-2">
        <AccountMenu onOpen={onOpen} />
        <IconButton label={texts.settings.title} onClick={() => show('settings')}>
          <Settings className="size-4.5" />
        </IconButton>
        <ThemeMenu />
      </div>
    </nav>
  );
}

/** Its keys show while the row is pointed at or has the focus. */
function RowContent({ icon, text, id }: { icon: ReactNode; text: string; id: ShortcutId }) {
  return (
    <>
      {icon}
      {text}
      <span
        aria-hidden
        className="ms-auto opacity-0 transition-opacity group-hover/row:opacity-100 group-focus-visible/row:opacity-100 pointer-coarse:hidden"
      >
        <Keys names={keysOf(id)} />
      </span>
    </>
  );
}
