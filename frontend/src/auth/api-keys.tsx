import type { ApiKeySecret, ApiKeyView } from '@app/chat-protocol';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { createApiKey, listApiKeys, revokeApiKey } from '../api/account';
import { RequestError } from '../api/request';
import { Button } from '../ui/button';
import { RetryNotice } from '../ui/retry-notice';
import { lateTexts } from '../ui/late-texts';
import { toast } from '../ui/toast';
import { dayName } from './device-name';
import { NewKey } from './new-key';
import { Part, PartError } from './part';
import { TextField } from './text-field';

const keysQuery = queryOptions({ queryKey: ['account', 'api-keys'], queryFn: listApiKeys, staleTime: 0 });

/** Keys for scripts: made, shown once, listed, revoked. */
export function ApiKeys() {
  const { keys } = lateTexts.account;
  const queryClient = useQueryClient();
  const { data, isError, isFetching, refetch } = useQuery(keysQuery);
  const [name, setName] = useState('');
  const [made, setMade] = useState<ApiKeySecret | null>(null);
  const refresh = () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
  const create = useMutation({
    mutationFn: () => createApiKey(name.trim()),
    onSuccess: (secret) => {
      setMade(secret);
      setName('');
      void refresh();
    },
    networkMode: 'always',
  });
  const revoke = useMutation({
    mutationFn: ({ id }: ApiKeyView) => revokeApiKey(id),
    onSuccess: (_nothing, key) => {
      if (made?.id === key.id) setMade(null);
      void toast(keys.revoked(key.name));
      void refresh();
    },
    onError: () => void toast(keys.failed),
    networkMode: 'always',
  });
  return (
    <Part title={keys.title} hint={keys.hint}>
      {isError && !isFetching && <RetryNotice text={lateTexts.account.failed} onRetry={() => void refetch()} />}
      <ul className="pt-2 empty:hidden">
        {data?.apiKeys.map((key) => (
          <ApiKey key={key.id} apiKey={key} onRevoke={() => revoke.mutate(key)} />
        ))}
      </ul>
      {made !== null && <NewKey key={made.id} secret={made} onDone={() => setMade(null)} />}
      <form
        className="flex flex-wrap items-end gap-2 pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') create.mutate();
        }}
      >
        <TextField
          className="min-w-48 flex-1"
          label={keys.name}
          placeholder={keys.placeholder}
          dir="auto"
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            create.reset();
          }}
        />
        <Button
          type="submit"
          disabled={name.trim() === '' || create.isPending}
          className="h-10 rounded-[10px] px-4 disabled:opacity-40 pointer-coarse:h-12"
        >
          {keys.create}
        </Button>
      </form>
      {create.isError && (
        <PartError>{create.error instanceof RequestError ? create.error.message : keys.failed}</PartError>
      )}
    </Part>
  );
}

function ApiKey({ apiKey, onRevoke }: { apiKey: ApiKeyView; onRevoke: () => void }) {
  const { keys } = lateTexts.account;
  const used = apiKey.lastUsedAt === null ? keys.unused : keys.used(dayName(apiKey.lastUsedAt));
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5 text-sm leading-5">
      <KeyRound aria-hidden className="size-4.5 shrink-0 text-muted-foreground" />
      <div className="me-auto min-w-0">
        <bdi className="block truncate">{apiKey.name}</bdi>
        <p className="truncate text-xs text-muted-foreground">
          <code className="font-mono">{apiKey.prefix}…</code> · {keys.made(dayName(apiKey.createdAt))} · {used}
        </p>
      </div>
      <Button aria-label={keys.revokeNamed(apiKey.name)} onClick={onRevoke}>
        {keys.revoke}
      </Button>
    </li>
  );
}
