import type { ConversationView } from '@app/chat-protocol';
import { create } from 'zustand';

/** Conversations whose first message has not reached the server, by id. */
const useUnsent = create<Record<string, ConversationView>>(() => ({}));

export function useUnsentConversations(): Record<string, ConversationView> {
  return useUnsent();
}

export function listUnsentIds(): string[] {
  return Object.keys(useUnsent.getState());
}

/** @param startedAt milliseconds since the epoch */
export function addUnsent(id: string, title: string, startedAt = Date.now()): void {
  if (id in useUnsent.getState()) return;
  const time = new Date(startedAt).toISOString();
  useUnsent.setState({
    [id]: {
      id,
      title,
      startTime: time,
      lastUpdateTime: time,
      isAnswering: true,
      isPinned: false,
      isArchived: false,
      isUnread: false,
      instructions: '',
    },
  });
}

export function forgetUnsent(id: string): void {
  const unsent = useUnsent.getState();
  if (!(id in unsent)) return;
  useUnsent.setState(Object.fromEntries(Object.entries(unsent).filter(([key]) => key !== id)), true);
}
