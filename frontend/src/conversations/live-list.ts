import type { QueryClient } from '@tanstack/react-query';
import { chatClient } from '../chat/chat-client';
import { textOf } from '../chat/message-text';
import { dropView, refreshView } from './conversation-cache';
import { conversationsKey } from './conversation-queries';
import { addUnsent, forgetUnsent, listUnsentIds } from './unsent-conversations';

/** A turn tells several things at its start and its end; one question to the server answers them all. */
const GATHER_MS = 120;

/** Keeps the lists of conversations as the server has them, whichever tab or device changed them. */
export function connectList(queryClient: QueryClient): void {
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const refresh = (id: string) => {
    clearTimeout(waiting.get(id));
    waiting.set(
      id,
      setTimeout(() => {
        waiting.delete(id);
        void refreshView(queryClient, id);
      }, GATHER_MS),
    );
  };

  const readOutbox = async () => {
    const entries = await chatClient.outbox.list();
    for (const { conversationId, message, earlierIds, createdAt } of entries) {
      if (earlierIds.length === 0) addUnsent(conversationId, textOf(message), createdAt);
    }
    const waitingIds = new Set(entries.map((entry) => entry.conversationId));
    for (const id of listUnsentIds()) {
      if (!waitingIds.has(id) && (await refreshView(queryClient, id))) forgetUnsent(id);
    }
  };

  chatClient.on('outbox-changed', () => void readOutbox());
  chatClient.on('event', (event) => {
    if (event.kind === 'resync') {
      void queryClient.invalidateQueries({ queryKey: conversationsKey });
      void readOutbox();
    } else if (event.kind === 'conversation-deleted') {
      dropView(queryClient, event.conversationId);
      forgetUnsent(event.conversationId);
    } else {
      refresh(event.conversationId);
    }
  });
  void readOutbox();
}
