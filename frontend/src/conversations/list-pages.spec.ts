import type { ConversationView } from '@app/chat-protocol';
import { describe, expect, it } from '@jest/globals';
import { filterOf, type ListPages, placeInPages, removeFromPages } from './list-pages';

function at(id: string, minute: number, flags: Partial<ConversationView> = {}): ConversationView {
  const time = new Date(Date.UTC(2026, 10, 22, 12, minute)).toISOString();
  return {
    id,
    title: id,
    startTime: time,
    lastUpdateTime: time,
    isAnswering: false,
    isPinned: false,
    isArchived: false,
    isUnread: false,
    instructions: '',
    ...flags,
  };
}

function list(pages: ConversationView[][], hasMore = false): ListPages {
  return {
    pages: pages.map((conversations, index) => ({
      conversations,
      nextCursor: index < pages.length - 1 || hasMore ? `after ${conversations.at(-1)?.id}` : null,
    })),
    pageParams: pages.map(() => null),
  };
}

const ids = (data: ListPages) => data.pages.map((page) => page.conversations.map(({ id }) => id));

const LOADED = list(
  [
    [at('nine', 9), at('eight', 8)],
    [at('five', 5), at('four', 4)],
  ],
  true,
);

describe('placeInPages', () => {
  it('moves a conversation that changed to where its time puts it, and shows its change', () => {
    const moved = placeInPages(LOADED, at('four', 10, { title: 'Four again' }));
    expect(ids(moved)).toEqual([['four', 'nine', 'eight'], ['five']]);
    expect(moved.pages[0].conversations[0].title).toBe('Four again');
  });

  it('adds one that comes back between two others', () => {
    expect(ids(placeInPages(LOADED, at('six', 6)))).toEqual([
      ['nine', 'eight'],
      ['six', 'five', 'four'],
    ]);
  });

  it('leaves out one whose page is not loaded, and keeps one that ends the list', () => {
    expect(ids(placeInPages(LOADED, at('one', 1)))).toEqual(ids(LOADED));
    expect(ids(placeInPages(list([[at('nine', 9)]]), at('one', 1)))).toEqual([['nine', 'one']]);
    expect(ids(placeInPages(list([[]]), at('one', 1)))).toEqual([['one']]);
  });
});

describe('removeFromPages', () => {
  it('takes it out of whichever page has it', () => {
    expect(ids(removeFromPages(LOADED, 'five'))).toEqual([['nine', 'eight'], ['four']]);
  });

  it('gives the same list back where there is nothing to remove, so that nothing is rendered again', () => {
    expect(removeFromPages(LOADED, 'unknown')).toBe(LOADED);
  });
});

describe('filterOf', () => {
  it('puts a pinned conversation that is archived among the archived', () => {
    expect(filterOf(at('a', 1))).toBe('active');
    expect(filterOf(at('a', 1, { isPinned: true }))).toBe('pinned');
    expect(filterOf(at('a', 1, { isPinned: true, isArchived: true }))).toBe('archived');
  });
});
