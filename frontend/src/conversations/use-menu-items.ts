import type { ConversationView } from '@app/chat-protocol';
import { Archive, ArchiveRestore, Braces, FileText, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import type { MenuItem } from '../ui/menu';
import { texts } from '../ui/texts';
import { useConversationActions } from './use-conversation-actions';

interface MenuHandlers {
  onRename: () => void;
  /** The conversation is about to leave the list it is shown in. */
  onLeave?: () => void;
  /** It is about to move to another place of the list. */
  onMove?: () => void;
}

/** The menu of a conversation, the same in the list and in the header. */
export function useMenuItems(): (conversation: ConversationView, handlers: MenuHandlers) => MenuItem[] {
  const actions = useConversationActions();
  return ({ id, title, isPinned, isArchived }, { onRename, onLeave, onMove }) => {
    const name = title || texts.conversation.untitled;
    const leaving = (act: () => void) => () => {
      onLeave?.();
      act();
    };
    const pinItem: MenuItem = {
      key: 'pin',
      label: isPinned ? texts.conversation.unpin : texts.conversation.pin,
      Icon: isPinned ? PinOff : Pin,
      onSelect: () => {
        onMove?.();
        actions.pin(id, !isPinned);
      },
    };
    return [
      { key: 'rename', label: texts.conversation.rename, Icon: Pencil, onSelect: onRename },
      ...(isArchived ? [] : [pinItem]),
      isArchived
        ? {
            key: 'archive',
            label: texts.conversation.unarchive,
            Icon: ArchiveRestore,
            onSelect: leaving(() => actions.unarchive(id)),
          }
        : {
            key: 'archive',
            label: texts.conversation.archive,
            Icon: Archive,
            onSelect: leaving(() => actions.archive(id, name)),
          },
      {
        key: 'markdown',
        label: texts.conversation.exportMarkdown,
        Icon: FileText,
        isNewGroup: true,
        onSelect: () => actions.exportAs(id, 'markdown'),
      },
      {
        key: 'json',
        label: texts.conversation.exportJson,
        Icon: Braces,
        onSelect: () => actions.exportAs(id, 'json'),
      },
      {
        key: 'delete',
        label: texts.conversation.delete,
        Icon: Trash2,
        isDanger: true,
        isNewGroup: true,
        onSelect: leaving(() => actions.remove(id, name)),
      },
    ];
  };
}
