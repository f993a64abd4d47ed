import type { ConversationView } from '@app/chat-protocol';
import { useEffect } from 'react';
import { useMatch } from 'react-router';
import { texts } from '../ui/texts';
import { useConversation } from './use-conversations';

export interface OpenTitle {
  title: string;
  /** The conversation on screen; undefined = there is none, or nothing is known of it yet. */
  conversation: ConversationView | undefined;
}

/** The title of what is on screen, kept in the browser's tab too. */
export function useOpenTitle(): OpenTitle {
  const id = useMatch('/c/:id')?.params.id ?? null;
  const { conversation, isMissing } = useConversation(id);
  const isNew = useMatch('/') !== null;
  const isAdmin = useMatch('/admin/*') !== null;
  const placeTitle = isNew ? texts.sidebar.newChat : isAdmin ? texts.account.adminTitle : texts.conversation.missing;
  const title = id === null ? placeTitle : titleOf(conversation, isMissing);
  useEffect(() => {
    document.title = isNew || title === '' ? texts.product : `${title} · ${texts.product}`;
  }, [isNew, title]);
  return { title, conversation };
}

/** Empty while it is not known: nothing is written that changes a moment later. */
function titleOf(conversation: ConversationView | undefined, isMissing: boolean): string {
  if (isMissing) return texts.conversation.missing;
  return conversation === undefined ? '' : conversation.title || texts.conversation.untitled;
}
