import type { SessionView } from '@app/chat-protocol';
import { MessageCircleOff, Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useStore } from 'zustand';
import { undoDelete, usePendingDeletes } from '../conversations/pending-deletes';
import { useViewed } from '../conversations/use-viewed';
import { Button } from '../ui/button';
import { Notice } from '../ui/notice';
import { openDialog } from '../ui/dialogs';
import { texts } from '../ui/texts';
import { useCountdown } from '../ui/use-countdown';
import NotFound from '../not-found';
import { isConversationId, sessionFor } from './sessions';
import { Thread } from './thread';
import { ThreadSkeleton } from './thread-skeleton';

/** `/c/:id`, with `?m=` at one of its messages. */
export default function ChatPage({ view }: { view: SessionView }) {
  const { id } = useParams();
  if (!isConversationId(id)) return <NotFound />;
  return <Conversation key={id} id={id} maxCharacters={view.maxMessageCharacters} />;
}

function Conversation({ id, maxCharacters }: { id: string; maxCharacters: number }) {
  const session = sessionFor(id);
  const phase = useStore(session.store, (state) => state.phase);
  const waitMs = useCountdown(useStore(session.store, (state) => state.retryAt));
  const navigate = useNavigate();
  useViewed(id);
  const [search, setSearch] = useSearchParams();
  const messageId = search.get('m');
  useEffect(() => {
    void session.open(messageId);
    if (messageId !== null) setSearch({}, { replace: true }); // a reload is no jump; the next one may be to the same message
  }, [session, messageId, setSearch]);

  // What would be written here now would be deleted with it.
  const deletion = usePendingDeletes().get(id);
  if (deletion?.canUndo) {
    return (
      <Notice Icon={Trash2} title={texts.thread.deleted}>
        <Button onClick={() => undoDelete(id)}>{texts.undo}</Button>
      </Notice>
    );
  }
  switch (deletion === undefined ? phase : 'missing') {
    case 'unloaded':
    case 'loading':
      return <ThreadSkeleton />;
    case 'missing':
      return (
        <Notice Icon={MessageCircleOff} title={texts.thread.missing} hint={texts.thread.missingHint}>
          <Button onClick={() => openDialog('search')}>{texts.sidebar.search}</Button>
          <Button onClick={() => void navigate('/')}>{texts.sidebar.newChat}</Button>
        </Notice>
      );
    case 'failed':
      return (
        <Notice title={texts.thread.failed} hint={texts.thread.failedHint}>
          <Button disabled={waitMs > 0} onClick={() => void session.open()}>
            {waitMs > 0 ? texts.tryAgainIn(waitMs) : texts.tryAgain}
          </Button>
        </Notice>
      );
    case 'ready':
      return <Thread session={session} maxCharacters={maxCharacters} />;
  }
}
