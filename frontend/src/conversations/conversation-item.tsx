import type { ConversationView } from '@app/chat-protocol';
import { Ellipsis } from 'lucide-react';
import { memo, useEffect, useId, useRef, useState } from 'react';
import { NavLink } from 'react-router';
import { cx } from '../ui/cx';
import { Menu } from '../ui/menu';
import { texts } from '../ui/texts';
import { useLongPress } from '../ui/use-long-press';
import { ConversationMark } from './conversation-mark';
import { RenameField } from './rename-field';
import { useConversationActions } from './use-conversation-actions';
import { useMenuItems } from './use-menu-items';

interface ConversationItemProps {
  conversation: ConversationView;
  onOpen: () => void;
}

/** The conversation that has just moved within the list: its row is made again, and takes the focus along. */
let movedId: string | null = null;

function takeFocusAlong(id: string): void {
  movedId = id;
}

/** A row of the list. Memoised: a change to one conversation renders one row. */
export const ConversationItem = memo(function ConversationItem({ conversation, onOpen }: ConversationItemProps) {
  const { id } = conversation;
  const title = conversation.title || texts.conversation.untitled;
  const rowId = useId();
  const [isRenaming, setIsRenaming] = useState(false);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const longPress = useLongPress(() => setIsMenuOpen(true));
  const menuItems = useMenuItems();
  const { rename } = useConversationActions();
  const wasRenaming = useRef(false);

  useEffect(() => {
    if (wasRenaming.current && !isRenaming && document.activeElement === document.body)
      linkIn(document.getElementById(rowId))?.focus();
    wasRenaming.current = isRenaming;
  }, [isRenaming, rowId]);

  useEffect(() => {
    if (movedId !== id) return;
    movedId = null;
    linkIn(document.getElementById(rowId))?.focus({ preventScroll: true });
  }, [id, rowId]);

  if (isRenaming) {
    return (
      <li id={rowId}>
        <RenameField
          title={title}
          onDone={(newTitle) => {
            setIsRenaming(false);
            if (newTitle !== null) rename(id, newTitle);
          }}
        />
      </li>
    );
  }
  return (
    <li id={rowId} className="group/item relative" {...longPress}>
      <NavLink
        to={`/c/${id}`}
        title={title}
        onClick={onOpen}
        onDoubleClick={() => setIsRenaming(true)}
        onKeyDown={(event) => {
          if (event.key === 'F2') setIsRenaming(true);
        }}
        className={({ isActive }) =>
          cx(
            'flex h-row items-center gap-2 rounded-lg px-2.5 text-sm select-none [-webkit-touch-callout:none] group-focus-within/item:pe-9 group-hover/item:pe-9 pointer-coarse:h-11 pointer-coarse:pe-12',
            isActive ? 'bg-accent font-medium' : 'transition-colors hover:bg-accent/60',
            isMenuOpen && 'bg-accent/60 pe-9',
          )
        }
      >
        {({ isActive }) => (
          <>
            <bdi className="min-w-0 flex-1 truncate text-match-parent">{title}</bdi>
            <ConversationMark conversation={conversation} isOnScreen={isActive} />
          </>
        )}
      </NavLink>
      <Menu
        isOpen={isMenuOpen}
        onOpenChange={setIsMenuOpen}
        items={menuItems(conversation, {
          onRename: () => setIsRenaming(true),
          onLeave: () => focusNeighbour(rowId),
          onMove: () => takeFocusAlong(id),
        })}
        trigger={
          <button
            type="button"
            aria-label={texts.conversation.options(title)}
            className="absolute end-1 top-1/2 inline-grid size-7 -translate-y-1/2 place-items-center rounded-md text-muted-foreground opacity-0 group-focus-within/item:opacity-100 group-hover/item:opacity-100 hover:bg-border/70 hover:text-foreground data-[state=open]:opacity-100 pointer-coarse:size-11 pointer-coarse:opacity-100"
          >
            <Ellipsis className="size-4" />
          </button>
        }
      />
    </li>
  );
});

function linkIn(row: Element | null | undefined): HTMLElement | null {
  return row?.querySelector('a') ?? null;
}

/** The focus of a row that goes away is not lost: it moves to the next one. */
function focusNeighbour(rowId: string): void {
  const row = document.getElementById(rowId);
  const rows = [...(row?.closest('nav')?.querySelectorAll('li') ?? [])];
  const index = rows.findIndex((one) => one === row);
  linkIn(rows[index + 1] ?? rows[index - 1])?.focus({ preventScroll: true });
}
