import type { ConversationView } from '@app/chat-protocol';
import { ArchiveRestore, Trash2 } from 'lucide-react';
import { Link } from 'react-router';
import { useConversationActions } from '../conversations/use-conversation-actions';
import { useConversations } from '../conversations/use-conversations';
import { closeDialog } from '../ui/dialogs';
import { formatDay } from '../ui/format-day';
import { IconButton } from '../ui/icon-button';
import { RetryNotice } from '../ui/retry-notice';
import { Sentinel } from '../ui/sentinel';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { useUiStore } from '../ui/ui-store';

/** Conversations that were put away: to open, to bring back, to delete. */
export function ArchivedSection() {
  const { conversations, isPending, isError, isFetching, refetch, ...list } = useConversations('archived');
  const { archived } = lateTexts.settings;
  if (isPending && !isError) return <div aria-hidden className="h-24 animate-pulse rounded-xl bg-muted" />;
  if (isError && !isFetching) return <RetryNotice text={texts.sidebar.failed} onRetry={() => void refetch()} />;
  if (conversations.length === 0) {
    return <p className="py-10 text-center text-sm text-muted-foreground">{archived.empty}</p>;
  }
  return (
    <>
      <ul>
        {conversations.map((conversation) => (
          <ArchivedRow key={conversation.id} conversation={conversation} />
        ))}
      </ul>
      {list.hasNextPage && <Sentinel isLoading={list.isFetchingNextPage} onNear={() => void list.fetchNextPage()} />}
    </>
  );
}

function ArchivedRow({ conversation: { id, title, lastUpdateTime } }: { conversation: ConversationView }) {
  const { unarchive, remove } = useConversationActions();
  const name = title || texts.conversation.untitled;
  return (
    <li className="flex items-center gap-1 border-b py-1 last:border-0">
      <Link
        to={`/c/${id}`}
        onClick={() => {
          closeDialog();
          useUiStore.setState({ isDrawerOpen: false });
        }}
        className="me-auto min-w-0 rounded-md py-1.5 text-sm leading-5 hover:underline"
      >
        <bdi className="block truncate text-match-parent">{name}</bdi>
        <span className="block text-xs text-muted-foreground">{formatDay(new Date(lastUpdateTime))}</span>
      </Link>
      <IconButton
        label={lateTexts.settings.archived.restore(name)}
        hint={texts.conversation.unarchive}
        onClick={() => unarchive(id)}
      >
        <ArchiveRestore className="size-4" />
      </IconButton>
      <IconButton
        label={lateTexts.settings.archived.delete(name)}
        hint={texts.conversation.delete}
        onClick={() => remove(id, name)}
      >
        <Trash2 className="size-4" />
      </IconButton>
    </li>
  );
}
