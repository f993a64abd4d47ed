import type { ModelView } from '@app/chat-protocol';
import { PanelLeft, SquarePen } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link, useMatch } from 'react-router';
import { ConnectionMark } from './chat/connection-mark';
import type { OpenTitle } from './conversations/use-open-title';
import { TitleMenu } from './conversations/title-menu';
import { cx } from './ui/cx';
import { ICON_BUTTON, IconButton } from './ui/icon-button';
import { withKeys } from './ui/shortcuts';
import { texts } from './ui/texts';

interface HeaderProps {
  open: OpenTitle;
  model: ModelView;
  /** null = the sidebar is already there. */
  onShowSidebar: (() => void) | null;
}

export function Header({ open: { title, conversation }, model, onShowSidebar }: HeaderProps) {
  const isNew = useMatch('/') !== null;
  const modelName = model.isDemo ? texts.model.demo : model.id;
  return (
    <header className="flex h-13 shrink-0 items-center gap-1 ps-3 pe-2 sm:pe-3">
      {onShowSidebar !== null && (
        <>
          <IconButton
            label={texts.sidebar.show}
            hint={withKeys(texts.sidebar.show, 'toggle-sidebar')}
            onClick={onShowSidebar}
          >
            <PanelLeft className="size-4.5 rtl:-scale-x-100" />
          </IconButton>
          <Link
            to="/"
            aria-label={texts.sidebar.newChat}
            title={withKeys(texts.sidebar.newChat, 'new-chat')}
            className={cx(ICON_BUTTON, 'max-sm:order-last')}
          >
            <SquarePen className="size-4.5" />
          </Link>
        </>
      )}
      {conversation === undefined ? (
        <h1 className="min-w-0 truncate ps-1 text-[15px] font-medium">{title}</h1>
      ) : (
        <TitleMenu key={conversation.id} title={title} conversation={conversation} />
      )}
      {conversation?.isArchived === true && <Pill>{texts.conversation.archivedMark}</Pill>}
      {(isNew || conversation !== undefined) && (
        <Pill className={cx('ms-1', !isNew && 'max-sm:hidden')}>
          <span className="sr-only">{texts.model.label(modelName)}</span>
          <span aria-hidden>{modelName}</span>
        </Pill>
      )}
      <span className="ms-auto flex shrink-0 items-center ps-2">
        <ConnectionMark />
      </span>
    </header>
  );
}

function Pill({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <span className={cx('shrink-0 rounded-full border px-2 py-0.5 text-xs text-muted-foreground', className)}>
      {children}
    </span>
  );
}
