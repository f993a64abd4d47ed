import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { deleteAllConversations } from '../api/conversations';
import { patchSettings, settingsQuery } from '../api/settings';
import { chatClient } from '../chat/chat-client';
import { forgetDrafts } from '../chat/drafts';
import { forgetQueues } from '../chat/message-queue';
import { forgetSession, loadedSessions } from '../chat/sessions';
import { conversationsKey } from '../conversations/conversation-queries';

/** Deletes all conversations, the instructions, and what this browser keeps of them. Rejects where the server refused. */
export function useDeleteMyData(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    for (const { messageId } of await chatClient.outbox.list()) await chatClient.outbox.discard(messageId);
    await deleteAllConversations();
    queryClient.setQueryData(settingsQuery.queryKey, await patchSettings({ instructions: '' }));
    await navigate('/');
    for (const { id } of loadedSessions()) forgetSession(id);
    forgetDrafts();
    forgetQueues();
    queryClient.removeQueries({ queryKey: ['search'] });
    await queryClient.resetQueries({ queryKey: conversationsKey });
  };
}
