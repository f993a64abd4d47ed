import { create } from 'zustand';
import { deleteConversation } from '../api/conversations';
import { chatClient } from '../chat/chat-client';
import { isNotFound } from './conversation-queries';
import { forgetUnsent } from './unsent-conversations';

/** How long a deletion can be undone. */
export const UNDO_MS = 8_000;

interface PendingDelete {
  timer: ReturnType<typeof setTimeout>;
  /** False = it is being deleted, or was. */
  canUndo: boolean;
  /** Undoing is over: it is being deleted, or was undone. */
  onOver: () => void;
  onFailed: () => void;
}

const useStore = create<{ pending: ReadonlyMap<string, PendingDelete> }>(() => ({ pending: new Map() }));

/** Ids of conversations that are hidden and about to be deleted. */
export function usePendingDeletes(): ReadonlyMap<string, { canUndo: boolean }> {
  return useStore((state) => state.pending);
}

/** Hides the conversation now and deletes it when nobody has undone that in time. */
export function deleteLater(conversationId: string, handlers: Pick<PendingDelete, 'onOver' | 'onFailed'>): void {
  const timer = setTimeout(() => commit(conversationId), UNDO_MS);
  remember(conversationId, { timer, canUndo: true, ...handlers });
}

export function undoDelete(conversationId: string): void {
  const entry = useStore.getState().pending.get(conversationId);
  if (entry?.canUndo !== true) return;
  clearTimeout(entry.timer);
  forget(conversationId);
  entry.onOver();
}

function commit(conversationId: string): void {
  const entry = useStore.getState().pending.get(conversationId);
  if (entry?.canUndo !== true) return;
  clearTimeout(entry.timer);
  remember(conversationId, { ...entry, canUndo: false });
  entry.onOver();
  removeConversation(conversationId).catch(() => {
    forget(conversationId);
    entry.onFailed();
  });
}

/** Asks the server first: the page may be going away. One it has never stored is forgotten with what was to be sent. */
async function removeConversation(conversationId: string): Promise<void> {
  await Promise.all([
    deleteConversation(conversationId).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    }),
    discardUnsent(conversationId),
  ]);
  forgetUnsent(conversationId);
}

async function discardUnsent(conversationId: string): Promise<void> {
  for (const entry of await chatClient.outbox.list()) {
    if (entry.conversationId === conversationId) await chatClient.outbox.discard(entry.messageId);
  }
}

function remember(conversationId: string, entry: PendingDelete): void {
  useStore.setState(({ pending }) => ({ pending: new Map(pending).set(conversationId, entry) }));
}

function forget(conversationId: string): void {
  useStore.setState(({ pending }) => ({ pending: new Map([...pending].filter(([id]) => id !== conversationId)) }));
}

/** A page that goes away does not take the user's decision with it. */
addEventListener('pagehide', () => {
  for (const id of useStore.getState().pending.keys()) commit(id);
});
