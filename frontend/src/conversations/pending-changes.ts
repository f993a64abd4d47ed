import type { ConversationPatch, ConversationView } from '@app/chat-protocol';

/** What a change shows before the server has stored it. */
export type ShownChange = Omit<ConversationPatch, 'shownMessageId'>;

const pending = new Map<string, ShownChange[]>();

/** Keeps a change on screen over whatever the server still tells of before. Returns the function that ends that. */
export function addPendingChange(conversationId: string, change: ShownChange): () => void {
  pending.set(conversationId, [...(pending.get(conversationId) ?? []), change]);
  return () => {
    const others = pending.get(conversationId)?.filter((one) => one !== change) ?? [];
    if (others.length > 0) pending.set(conversationId, others);
    else pending.delete(conversationId);
  };
}

export function withPendingChanges(view: ConversationView): ConversationView {
  const changes = pending.get(view.id);
  return changes === undefined ? view : Object.assign({ ...view }, ...changes);
}
