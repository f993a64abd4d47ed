import type { ConversationPatch } from '@app/chat-protocol';
import { useQueryClient } from '@tanstack/react-query';
import { useMatch, useNavigate } from 'react-router';
import { type ExportFormat, exportConversation } from '../api/conversations';
import { download } from '../ui/download';
import { texts } from '../ui/texts';
import { dismissToast, toast } from '../ui/toast';
import { changeConversation } from './change-conversation';
import { deleteLater, undoDelete } from './pending-deletes';

const EXTENSIONS = { markdown: 'md', json: 'json' };

/** What can be done with a conversation. All of it shows at once; what fails is taken back and said. */
export function useConversationActions() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const openId = useMatch('/c/:id')?.params.id;

  const change = async (id: string, patch: ConversationPatch): Promise<boolean> => {
    try {
      await changeConversation(queryClient, id, patch);
      return true;
    } catch {
      void toast(texts.conversation.changeFailed);
      return false;
    }
  };

  const archive = async (id: string, title: string): Promise<void> => {
    if (openId === id) void navigate('/');
    if (!(await change(id, { isArchived: true }))) return;
    void toast(texts.conversation.archived(title), {
      action: { label: texts.undo, onClick: () => void change(id, { isArchived: false }) },
    });
  };

  const remove = (id: string, title: string): void => {
    const toastId = `delete-${id}`;
    const wasOpen = openId === id;
    if (wasOpen) void navigate('/');
    deleteLater(id, {
      onOver: () => void dismissToast(toastId),
      onFailed: () => void toast(texts.conversation.deleteFailed),
    });
    void toast(texts.conversation.deleted(title), {
      id: toastId,
      duration: Infinity, // it goes when undoing is over, however long the pointer rests on it
      action: {
        label: texts.undo,
        onClick: () => {
          undoDelete(id);
          if (wasOpen) void navigate(`/c/${id}`);
        },
      },
    });
  };

  const exportAs = async (id: string, format: ExportFormat): Promise<void> => {
    try {
      await download(await exportConversation(id, format), `conversation.${EXTENSIONS[format]}`);
    } catch {
      void toast(texts.conversation.exportFailed);
    }
  };

  return {
    rename: (id: string, title: string) => void change(id, { title }),
    pin: (id: string, isPinned: boolean) => void change(id, { isPinned }),
    archive: (id: string, title: string) => void archive(id, title),
    unarchive: (id: string) => void change(id, { isArchived: false }),
    remove,
    exportAs: (id: string, format: ExportFormat) => void exportAs(id, format),
  };
}
