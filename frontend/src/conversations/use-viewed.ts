import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { chatClient } from '../chat/chat-client';
import { usePageVisible } from '../ui/use-page-visible';
import { changeConversation } from './change-conversation';
import { useConversation } from './use-conversations';

/** Looking at a conversation marks it as read, on every tab and device; null = none is on screen. */
export function useViewed(id: string | null): void {
  const queryClient = useQueryClient();
  const isUnread = useConversation(id).conversation?.isUnread === true;
  const isVisible = usePageVisible();
  useEffect(() => {
    if (id === null || !isVisible) return;
    const read = () => {
      changeConversation(queryClient, id, { isUnread: false }).catch(() => undefined); // the link's return tries again
    };
    if (isUnread) read();
    // At once, not when its view has been fetched: the reader may leave the moment the answer is whole.
    return chatClient.on('event', (event) => {
      if (event.kind === 'turn-settled' && event.conversationId === id) read();
    });
  }, [queryClient, id, isUnread, isVisible]);
}
