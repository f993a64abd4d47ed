import { useChat, type UseChatHelpers } from '@ai-sdk/react';
import type { ChatMessage } from '@app/chat-protocol';
import { memo, useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { SurveyProps } from '../survey/survey';
import { late } from '../ui/late';
import { texts } from '../ui/texts';
import { useShortcut } from '../ui/use-shortcut';
import { answerState, isBusy } from './answer-state';
import type { ConversationSession, SessionState } from './conversation-session';
import { deliveryOf } from './delivery';
import { Dots } from './dots';
import { LiveStatus } from './live-status';
import { MessageList } from './message-list';
import { MessageRow } from './message-row';
import { textOf } from './message-text';
import { ThreadComposer } from './thread-composer';
import { UnansweredCard } from './unanswered-card';
import { useConnection } from './use-connection';
import { useCopyShortcuts } from './use-copy-shortcuts';
import { useEditing } from './use-editing';
import { useMessageActions } from './use-message-actions';
import { PACE_MS, usePublishPace } from './use-publish-pace';
import { useWaitNote } from './use-wait-note';

const Survey = late<SurveyProps>(
  () => import('../survey/survey'),
  () => null,
);

interface ThreadProps {
  session: ConversationSession;
  maxCharacters: number;
}

/** What a thread is drawn from, all of one moment. */
type Moment = Pick<UseChatHelpers<ChatMessage>, 'messages' | 'status' | 'error'> & SessionState;

interface ThreadOfProps {
  moment: Moment;
  /** How far apart messages are to be published, in milliseconds. */
  onPace: (ms: number) => void;
}

/** The messages of a conversation and the box for the next one. */
export function Thread({ session, maxCharacters }: ThreadProps) {
  const [pace, setPace] = useState(PACE_MS);
  const { messages, status, error } = useChat({ chat: session.chat, throttle: pace });
  const state = useStore(session.store);
  const moment = useMemo(() => ({ ...state, messages, status, error }), [state, messages, status, error]);
  // Drawn when nothing else is due, and in slices: keys and frames come before words.
  return (
    <ThreadOf session={session} maxCharacters={maxCharacters} moment={useDeferredValue(moment)} onPace={setPace} />
  );
}

const ThreadOf = memo(function ThreadOf({ session, maxCharacters, moment, onPace }: ThreadProps & ThreadOfProps) {
  const { messages, status, error, olderCursor, newerCursor, target, isLoadingOlder, wait, restoredIds } = moment;
  usePublishPace(isBusy(status), onPace);
  const isLinkUp = useConnection().state === 'open';
  const [isHeld, setIsHeld] = useState(false);
  const hold = useCallback(() => setIsHeld(true), []);
  const [editingId, setEditing] = useEditing(hold);
  const actions = useMessageActions(session, setEditing, hold);

  const last = messages.at(-1);
  const isAnswering = isBusy(status) || last?.metadata?.status === 'pending';
  const isWordless = isAnswering && (last?.role === 'user' || (last !== undefined && textOf(last) === ''));
  if (isHeld && isAnswering) setIsHeld(false);
  const [answeredId, setAnsweredId] = useState<string | null>(null);
  if (isAnswering && answeredId !== session.id) setAnsweredId(session.id);
  const note = useWaitNote(wait, isWordless, isLinkUp);
  const latestOwnId = messages.findLast(({ role }) => role === 'user')?.id;
  useShortcut('stop', () => session.stop(), isAnswering);
  useCopyShortcuts(messages);

  const renderMessage = (message: ChatMessage, index: number) => {
    const isLast = index === messages.length - 1;
    const state = answerState(message, isLast, status);
    const isOnItsWay = restoredIds.has(message.id) || (message.id === latestOwnId && isBusy(status));
    const delivery = deliveryOf(message, isOnItsWay, isLinkUp);
    const isOwnLast = isLast && message.role === 'user';
    return (
      <>
        <MessageRow
          message={message}
          delivery={delivery}
          isLatest={message.id === latestOwnId}
          isLast={isLast}
          isBusy={isAnswering}
          isEditing={message.id === editingId}
          maxCharacters={maxCharacters}
          jump={message.id === target?.messageId ? target : null}
          state={state}
          error={isLast ? error : undefined}
          note={isLast ? note : undefined}
          actions={actions}
        />
        {isLast && !isOwnLast && (
          <Survey hasEnded={answeredId === session.id && !isAnswering && state === 'completed'} />
        )}
        {isOwnLast && isBusy(status) && delivery !== 'when-online' && (
          <div className="pt-2">
            <Dots note={note} />
          </div>
        )}
        {isOwnLast && (status === 'error' || delivery === 'not-sent') && (
          <UnansweredCard session={session} message={message} error={error} onRetry={() => actions.retry(message.id)} />
        )}
      </>
    );
  };

  return (
    <>
      {isLoadingOlder && (
        <output className="absolute inset-x-0 top-13 z-10 text-center text-xs text-muted-foreground">
          {texts.thread.loadingOlder}
        </output>
      )}
      <MessageList
        key={session.id}
        messages={messages}
        renderMessage={renderMessage}
        target={target}
        place={session.place}
        onLeave={(place) => session.leaveAt(place)}
        isHeld={isHeld}
        onHold={hold}
        onRelease={() => setIsHeld(false)}
        onNearTop={olderCursor === null ? null : () => void session.loadOlder()}
        onNearEnd={newerCursor === null ? null : () => void session.loadNewer()}
        onJumpToLatest={() => void session.showLatest()}
      />
      <LiveStatus messages={messages} status={status} />
      <ThreadComposer
        session={session}
        messages={messages}
        maxCharacters={maxCharacters}
        isAnswering={isAnswering}
        isHeld={last !== undefined && !isAnswering && answerState(last, true, status) !== 'completed'}
        onEditLast={() => setEditing(latestOwnId ?? null)}
      />
    </>
  );
});
