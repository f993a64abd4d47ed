import { Archive } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { openDialog } from '../ui/dialogs';
import { RetryNotice } from '../ui/retry-notice';
import { Sentinel } from '../ui/sentinel';
import { texts } from '../ui/texts';
import { ConversationGroup } from './conversation-group';
import { groupByDay } from './group-by-day';
import { ListSkeleton } from './list-skeleton';
import { useConversations } from './use-conversations';
import { useToday } from './use-today';

/** Pinned conversations, then the others by day. `onOpen` must keep its identity: the rows are memoised. */
export function ConversationList({ onOpen }: { onOpen: () => void }) {
  const pinned = useConversations('pinned');
  const active = useConversations('active');
  const now = useToday();
  const isEmpty = pinned.conversations.length + active.conversations.length === 0;
  const isLoaded = pinned.data !== undefined && active.data !== undefined;
  const hasFailed = (active.isError || pinned.isError) && !active.isFetching && !pinned.isFetching;
  const retry = () => {
    for (const list of [pinned, active]) {
      if (list.isFetchNextPageError) void list.fetchNextPage();
      else if (list.isError) void list.refetch();
    }
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- arrows are a shortcut between its links
    <div
      onKeyDown={moveByArrow}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain [mask-image:linear-gradient(to_bottom,transparent,black_10px,black_calc(100%-20px),transparent)] px-3 pb-4"
    >
      {pinned.conversations.length > 0 && (
        <ConversationGroup label={texts.sidebar.groups.pinned} conversations={pinned.conversations} onOpen={onOpen} />
      )}
      {pinned.hasNextPage && !pinned.isError && (
        <Sentinel isLoading={pinned.isFetchingNextPage} onNear={() => void pinned.fetchNextPage()} />
      )}
      {groupByDay(active.conversations, now).map(({ key, label, conversations }) => (
        <ConversationGroup key={key} label={label} conversations={conversations} onOpen={onOpen} />
      ))}
      {!isLoaded && !hasFailed && isEmpty && <ListSkeleton />}
      {isLoaded && isEmpty && <p className="px-2.5 pt-5 text-sm text-muted-foreground">{texts.sidebar.empty}</p>}
      {hasFailed && <RetryNotice text={texts.sidebar.failed} onRetry={retry} />}
      {active.hasNextPage && !active.isError && (
        <>
          <Sentinel isLoading={active.isFetchingNextPage} onNear={() => void active.fetchNextPage()} />
          {active.isFetchingNextPage && <ListSkeleton />}
        </>
      )}
      {isLoaded && !active.hasNextPage && (
        <button
          type="button"
          onClick={() => {
            openDialog('settings', 'archived');
            onOpen();
          }}
          className="mt-4 flex h-row w-full items-center gap-2.5 rounded-lg px-2.5 text-[13px] text-muted-foreground transition-colors hover:bg-accent/60 hover:text-foreground pointer-coarse:h-11"
        >
          <Archive aria-hidden className="size-4" />
          {texts.sidebar.archived}
        </button>
      )}
    </div>
  );
}

/** Arrow keys go from conversation to conversation, past the menus between them. */
function moveByArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('li > a')];
  const index = links.findIndex((link) => link === event.target);
  if (step === 0 || index === -1) return;
  event.preventDefault();
  links[index + step]?.focus();
}
