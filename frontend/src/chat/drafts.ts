import { create } from 'zustand';

/** The box of a conversation that does not exist yet. */
export const NEW_CHAT = 'new';

/** One storage key per conversation, so that two tabs never overwrite each other's drafts. */
const PREFIX = 'throughline-draft:';
const keyOf = (conversationId: string) => PREFIX + conversationId;

const useDrafts = create<Record<string, string>>(() => ({}));

export function useDraft(conversationId: string): string {
  return useDrafts((drafts) => drafts[conversationId]) ?? readStored(conversationId);
}

export function setDraft(conversationId: string, text: string): void {
  useDrafts.setState({ [conversationId]: text });
  try {
    if (text === '') localStorage.removeItem(keyOf(conversationId));
    else localStorage.setItem(keyOf(conversationId), text);
  } catch {
    // no storage, or it is full: the draft lives as long as the page
  }
}

export function getDraft(conversationId: string): string {
  return useDrafts.getState()[conversationId] ?? readStored(conversationId);
}

/** Forgets everything written and not sent. */
export function forgetDrafts(): void {
  useDrafts.setState({}, true);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // no storage allowed: there is none
  }
}

function readStored(conversationId: string): string {
  try {
    return localStorage.getItem(keyOf(conversationId)) ?? '';
  } catch {
    return ''; // no storage allowed
  }
}
