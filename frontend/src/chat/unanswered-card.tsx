import type { ChatMessage } from '@app/chat-protocol';
import { useStore } from 'zustand';
import { texts } from '../ui/texts';
import { problemOf } from './answer-state';
import type { ConversationSession } from './conversation-session';
import { getDraft, setDraft } from './drafts';
import { CardButton, ProblemCard, RetryButton } from './problem-card';

interface UnansweredCardProps {
  session: ConversationSession;
  message: ChatMessage;
  error: Error | undefined;
  onRetry: () => void;
}

/** Under a message without an answer: why, and what can be done. One that cannot be sent as it is can be edited. */
export function UnansweredCard({ session, message, error, onRetry }: UnansweredCardProps) {
  const retryAt = useStore(session.store, (state) => state.retryAt);
  const isStored = message.metadata?.createdAt !== undefined;
  if (error === undefined) {
    return (
      <ProblemCard
        text={texts.message.notSentHint}
        action={<RetryButton label={texts.message.sendAgain} onClick={onRetry} />}
      />
    );
  }
  const { text, isRetryable } = problemOf(undefined, error);
  const edit = () => {
    const draft = getDraft(session.id);
    const withdrawn = session.withdraw(message.id);
    setDraft(session.id, draft === '' ? withdrawn : `${withdrawn}\n${draft}`);
  };
  const action = (
    <>
      {!isStored && <CardButton onClick={edit}>{texts.message.edit}</CardButton>}
      {isRetryable && <RetryButton retryAt={retryAt} onClick={onRetry} />}
    </>
  );
  return <ProblemCard text={text} action={action} />;
}
