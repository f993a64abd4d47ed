import type { ConversationView } from '@app/chat-protocol';
import { cx } from '../ui/cx';
import { texts } from '../ui/texts';

interface ConversationMarkProps {
  conversation: ConversationView;
  /** What is on screen is being read. */
  isOnScreen: boolean;
}

/**
 * Whether a conversation is being answered (a ring), or has an answer nobody has looked at (a dot). Nothing moves: as long as
 * anything is animated, the browser shows what is typed one frame later.
 */
export function ConversationMark({ conversation, isOnScreen }: ConversationMarkProps) {
  if (conversation.isAnswering) {
    return <Mark label={texts.conversation.answering} className="border-2 border-primary" />;
  }
  if (!conversation.isUnread || isOnScreen) return null;
  return <Mark label={texts.conversation.unread} className="bg-primary" />;
}

function Mark({ label, className }: { label: string; className: string }) {
  return (
    <span title={label} className={cx('size-2 shrink-0 rounded-full', className)}>
      <span className="sr-only">{label}</span>
    </span>
  );
}
