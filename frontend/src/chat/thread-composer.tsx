import type { ChatMessage } from '@app/chat-protocol';
import { useStore } from 'zustand';
import { texts } from '../ui/texts';
import { Composer } from './composer';
import type { ConversationSession } from './conversation-session';
import { InstructionsButton } from './instructions-button';
import { QueuedMessages } from './queued-messages';

interface ThreadComposerProps {
  session: ConversationSession;
  messages: ChatMessage[];
  maxCharacters: number;
  isAnswering: boolean;
  /** The last answer did not complete, so that nothing goes on by itself. */
  isHeld: boolean;
  onEditLast: () => void;
}

/** The box of a conversation, with the messages that wait above it. */
export function ThreadComposer(props: ThreadComposerProps) {
  const { session, messages, maxCharacters, isAnswering, isHeld, onEditLast } = props;
  const queued = useStore(session.queue.store);
  const waiting = queued.filter(({ id }) => messages.every((message) => message.id !== id));
  return (
    <div className="mx-auto w-full max-w-3xl shrink-0 px-3 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:px-5">
      <Composer
        draftKey={session.id}
        placeholder={texts.composer.placeholderReply}
        maxCharacters={maxCharacters}
        isAnswering={isAnswering}
        onSend={(text) => void session.send(text)}
        onStop={() => session.stop()}
        onEditLast={onEditLast}
        tools={<InstructionsButton conversationId={session.id} />}
      >
        <QueuedMessages
          messages={waiting}
          isHeld={isHeld}
          onSendNow={(id) => void session.sendQueuedNow(id)}
          onEdit={(id, text) => session.queue.edit(id, text)}
          onRemove={(id) => session.queue.remove(id)}
        />
      </Composer>
    </div>
  );
}
