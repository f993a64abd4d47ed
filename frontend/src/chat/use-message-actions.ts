import { useMemo } from 'react';
import { saveFeedback } from '../api/feedback';
import { texts } from '../ui/texts';
import { toast } from '../ui/toast';
import type { ConversationSession } from './conversation-session';
import { setDraft } from './drafts';
import type { MessageActions } from './message-actions';

/** The actions on the messages of one conversation; what fails is told in a toast and undone. */
export function useMessageActions(
  session: ConversationSession,
  setEditing: (messageId: string | null) => void,
  onShowVersion: () => void,
): MessageActions {
  return useMemo(
    () => ({
      setEditing,
      retry: (messageId) => void session.retry(messageId),
      continueAnswer: (messageId) => session.continueAnswer(messageId),
      edit: (messageId, text) => void session.edit(messageId, text),
      showVersion: (messageId) => {
        onShowVersion();
        session.showBranch(messageId).catch(() => void toast(texts.thread.branchFailed));
      },
      discard: (messageId) => {
        const text = session.withdraw(messageId);
        const undo = { label: texts.undo, onClick: () => setDraft(session.id, text) };
        void toast(texts.message.discarded, { action: undo });
      },
      rate: (messageId, feedback) => {
        const before = session.chat.messages.find(({ id }) => id === messageId)?.metadata?.feedback;
        session.setFeedback(messageId, feedback ?? undefined);
        saveFeedback(session.id, messageId, feedback).catch(() => {
          session.setFeedback(messageId, before);
          void toast(texts.feedback.failed);
        });
      },
    }),
    [session, setEditing, onShowVersion],
  );
}
