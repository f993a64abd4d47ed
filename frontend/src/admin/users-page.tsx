import { useInfiniteQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { shownView, useAccess } from '../auth/access';
import { RetryNotice } from '../ui/retry-notice';
import { Sentinel } from '../ui/sentinel';
import { lateTexts } from '../ui/late-texts';
import { useSettled } from './use-settled';
import { UserRow } from './user-row';
import { usersQuery } from './users-query';

/** A keystroke alone is no question. */
const TYPING_MS = 200;

/** `/admin/users`, for administrators. */
export default function UsersPage() {
  const { admin } = lateTexts;
  const [text, setText] = useState('');
  const [hasGuests, setHasGuests] = useState(false);
  const query = useSettled(text.trim(), TYPING_MS);
  const list = useInfiniteQuery(usersQuery({ query, hasGuests }));
  const users = useDeferredValue(list.data?.pages.flatMap((page) => page.users) ?? []);
  const ownId = shownView(useAccess())?.userId ?? '';
  const guestsId = useId();
  const hasFailed = list.isError && !list.isFetching;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <div className="mx-auto w-full max-w-4xl px-4 pt-3 pb-10 sm:px-6">
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3 pb-4">
          <div className="relative min-w-56 flex-1">
            <Search
              aria-hidden
              className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-muted-foreground"
            />
            <input
              type="search"
              aria-label={admin.search}
              placeholder={admin.search}
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => setText(event.target.value)}
              className="h-10 w-full rounded-[10px] border border-input bg-card ps-9.5 pe-3 text-base outline-none placeholder:text-muted-foreground focus:border-ring focus:ring-1 focus:ring-ring pointer-coarse:h-12 sm:text-sm"
            />
          </div>
          <label
            htmlFor={guestsId}
            className="flex min-h-8 cursor-pointer items-center gap-2 text-sm pointer-coarse:min-h-11"
          >
            <input
              id={guestsId}
              type="checkbox"
              checked={hasGuests}
              onChange={(event) => setHasGuests(event.target.checked)}
              className="size-4 accent-primary pointer-coarse:size-5"
            />
            {admin.guests}
          </label>
        </div>
        <p role="status" className="sr-only">
          {list.isPending ? admin.loading : users.length === 0 ? admin.empty : admin.count(users.length)}
        </p>
        {list.isPending && !hasFailed && <div aria-hidden className="h-64 animate-pulse rounded-2xl bg-muted" />}
        {hasFailed && <RetryNotice text={admin.failed} onRetry={() => void list.refetch()} />}
        {list.data !== undefined && users.length === 0 && (
          <p aria-hidden className="py-16 text-center text-sm text-muted-foreground">
            {admin.empty}
          </p>
        )}
        {users.length > 0 && (
          <ul className="overflow-hidden rounded-2xl border bg-card">
            {users.map((user) => (
              <UserRow key={user.id} user={user} ownId={ownId} />
            ))}
          </ul>
        )}
        {list.hasNextPage && !list.isError && (
          <Sentinel isLoading={list.isFetchingNextPage} onNear={() => void list.fetchNextPage()} />
        )}
      </div>
    </div>
  );
}
