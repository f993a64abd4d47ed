import type { ConversationFilter, ConversationPage, ConversationView } from '@app/chat-protocol';
import type { InfiniteData } from '@tanstack/react-query';

/** The pages of one list that are loaded, newest conversation first. */
export type ListPages = InfiniteData<ConversationPage, string | null>;

export function filterOf({ isPinned, isArchived }: ConversationView): ConversationFilter {
  if (isArchived) return 'archived';
  return isPinned ? 'pinned' : 'active';
}

export function findInPages(data: ListPages | undefined, id: string): ConversationView | undefined {
  return data?.pages.flatMap((page) => page.conversations).find((one) => one.id === id);
}

/** The list without the conversation; the same object where it had none. */
export function removeFromPages(data: ListPages, id: string): ListPages {
  if (findInPages(data, id) === undefined) return data;
  return mapPages(data, ({ conversations }) => conversations.filter((one) => one.id !== id));
}

/** The list with the conversation where its time puts it. One that belongs behind what is loaded is left out: its page will bring it. */
export function placeInPages(data: ListPages, view: ConversationView): ListPages {
  const others = removeFromPages(data, view.id);
  const isOlder = (one: ConversationView) => one.lastUpdateTime <= view.lastUpdateTime;
  const target = others.pages.findIndex(
    ({ conversations, nextCursor }) => nextCursor === null || conversations.some((one) => isOlder(one)),
  );
  if (target === -1) return others;
  return mapPages(others, ({ conversations }, index) => {
    if (index !== target) return conversations;
    const before = conversations.findIndex((one) => isOlder(one));
    return conversations.toSpliced(before === -1 ? conversations.length : before, 0, view);
  });
}

function mapPages(data: ListPages, map: (page: ConversationPage, index: number) => ConversationView[]): ListPages {
  return { ...data, pages: data.pages.map((page, index) => ({ ...page, conversations: map(page, index) })) };
}
