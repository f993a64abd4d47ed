import type { SessionItemView } from '@app/chat-protocol';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { endAllSessions, endOneSession, endOtherSessions, listSessions } from '../api/account';
import { Button } from '../ui/button';
import { RetryNotice } from '../ui/retry-notice';
import { lateTexts } from '../ui/late-texts';
import { toast } from '../ui/toast';
import { leave } from './access';
import { dayName, deviceName } from './device-name';
import { Part } from './part';
import { alone } from './session-lock';

const devicesQuery = queryOptions({ queryKey: ['account', 'sessions'], queryFn: listSessions, staleTime: 0 });

/** Where the user is signed in. */
export function DeviceList() {
  const { sessions } = lateTexts.account;
  const queryClient = useQueryClient();
  const { data, isError, isFetching, refetch } = useQuery(devicesQuery);
  const failed = () => void toast(sessions.failed);
  const end = useMutation({
    mutationFn: (work: () => Promise<void>) => work(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey }),
    onError: failed,
    networkMode: 'always',
  });
  const endAll = () => void alone(endAllSessions).then(() => leave('/sign-in'), failed);
  const items = data?.sessions.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)) ?? [];
  return (
    <Part title={sessions.title} hint={sessions.hint}>
      {data === undefined && !isError && <div aria-hidden className="mt-3 h-12 animate-pulse rounded-xl bg-muted" />}
      {isError && !isFetching && <RetryNotice text={lateTexts.account.failed} onRetry={() => void refetch()} />}
      <ul className="pt-2">
        {items.map((item) => (
          <Device key={item.id} item={item} onEnd={() => end.mutate(() => endOneSession(item.id))} />
        ))}
      </ul>
      {data !== undefined && (
        <div className="flex flex-wrap gap-2 pt-2">
          {items.length > 1 && <Button onClick={() => end.mutate(endOtherSessions)}>{sessions.endOthers}</Button>}
          <Button onClick={endAll}>{sessions.endAll}</Button>
        </div>
      )}
    </Part>
  );
}

function Device({ item, onEnd }: { item: SessionItemView; onEnd: () => void }) {
  const { sessions } = lateTexts.account;
  const name = deviceName(item.userAgent);
  const Icon = /Mobile|iPhone|Android/.test(item.userAgent) ? Smartphone : Monitor;
  const details = [sessions.seen(dayName(item.lastSeenAt)), item.ipAddress ?? ''].filter((detail) => detail !== '');
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5 text-sm leading-5">
      <Icon aria-hidden className="size-4.5 shrink-0 text-muted-foreground" />
      <div className="me-auto min-w-0">
        <p className="truncate">{name}</p>
        <p className="truncate text-xs text-muted-foreground">
          {item.isCurrent && <span className="font-medium text-primary">{sessions.this} · </span>}
          {details.join(' · ')}
        </p>
      </div>
      {!item.isCurrent && (
        <Button aria-label={sessions.end(name)} onClick={onEnd}>
          {sessions.endShort}
        </Button>
      )}
    </li>
  );
}
