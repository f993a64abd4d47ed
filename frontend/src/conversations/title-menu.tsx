import type { ConversationView } from '@app/chat-protocol';
import { ChevronDown, Pin } from 'lucide-react';
import { useState } from 'react';
import { Menu } from '../ui/menu';
import { keysOf } from '../ui/shortcuts';
import { texts } from '../ui/texts';
import { useShortcut } from '../ui/use-shortcut';
import { RenameField } from './rename-field';
import { useConversationActions } from './use-conversation-actions';
import { useMenuItems } from './use-menu-items';

/** The title of the open conversation; it opens the same menu as the conversation's row. */
export function TitleMenu({ title, conversation }: { title: string; conversation: ConversationView }) {
  const { id } = conversation;
  const [isRenaming, setIsRenaming] = useState(false);
  const menuItems = useMenuItems();
  const { rename, remove } = useConversationActions();
  useShortcut('delete-chat', () => remove(id, title));
  const items = menuItems(conversation, { onRename: () => setIsRenaming(true) });

  return (
    <>
      <h1 className={isRenaming ? 'sr-only' : 'min-w-0 text-[15px] leading-5 font-medium'}>
        {isRenaming ? (
          title
        ) : (
          <Menu
            align="start"
            items={items.map((item) => (item.key === 'delete' ? { ...item, keys: keysOf('delete-chat') } : item))}
            trigger={
              <button
                type="button"
                title={title}
                className="flex h-8 max-w-full items-center gap-1.5 rounded-lg px-2 transition-colors hover:bg-accent data-[state=open]:bg-accent pointer-coarse:h-11"
              >
                {conversation.isPinned && (
                  <Pin aria-label={texts.conversation.pinnedMark} className="size-3.5 shrink-0 text-muted-foreground" />
                )}
                <bdi key={title} className="fade-in text-match-parent min-w-0 truncate">
                  {title}
                </bdi>
                <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
              </button>
            }
          />
        )}
      </h1>
      {isRenaming && (
        <RenameField
          title={title}
          className="max-w-96"
          onDone={(newTitle) => {
            setIsRenaming(false);
            if (newTitle !== null) rename(id, newTitle);
          }}
        />
      )}
    </>
  );
}
