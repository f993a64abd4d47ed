import type { ChatMessage } from '@app/chat-protocol';
import { Check, CircleAlert, Clock, Pencil } from 'lucide-react';
import { useEffect } from 'react';
import { CopyButton } from '../ui/copy-button';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/icon-button';
import { late } from '../ui/late';
import { TextButton } from '../ui/text-button';
import { texts } from '../ui/texts';
import { chatClient } from './chat-client';
import type { Delivery } from './delivery';
import { FoldedText } from './folded-text';
import type { MessageActions } from './message-actions';
import { textOf } from './message-text';
import type { QuestionEditorProps } from './question-editor';
import { VersionPicker } from './version-picker';

const QuestionEditor = late<QuestionEditorProps>(
  () => import('./question-editor'),
  () => null,
);

export interface UserMessageProps {
  message: ChatMessage;
  delivery: Delivery;
  isLatest: boolean;
  isBusy: boolean;
  isEditing: boolean;
  maxCharacters: number;
  /** The jump that led to this message, a new object each time; null = the last one did not. */
  jump: object | null;
  actions: MessageActions;
}

export function UserMessage(props: UserMessageProps) {
  const { message, delivery, isLatest, isBusy, isEditing, maxCharacters, jump, actions } = props;
  const text = textOf(message);
  const branch = message.metadata?.branch;
  const isWaiting = delivery === 'when-online';
  useEffect(() => QuestionEditor.preload(), []); // a question can be edited offline
  return (
    <article aria-label={texts.message.you} className="group/message flex flex-col items-end pt-turn">
      {isEditing ? (
        <QuestionEditor
          messageId={message.id}
          text={text}
          maxCharacters={maxCharacters}
          onSend={(newText) => actions.edit(message.id, newText)}
          onCancel={() => actions.setEditing(null)}
        />
      ) : (
        <div className="max-w-[85%] rounded-[1.25rem] rounded-ee-md bg-bubble px-4 py-2.5 [overflow-wrap:anywhere] whitespace-pre-wrap">
          <FoldedText text={text} jump={jump} />
        </div>
      )}
      {!isEditing && (
        <div
          className={cx(
            'flex min-h-8 flex-wrap items-center justify-end gap-1 pt-1 text-xs text-muted-foreground transition-opacity pointer-coarse:min-h-11',
            'group-hover/message:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100',
            !isLatest && delivery === 'saved' && 'opacity-0',
          )}
        >
          <DeliveryMark delivery={delivery} />
          {isWaiting && (
            <>
              <TextButton onClick={() => chatClient.redial()}>{texts.message.retryNow}</TextButton>
              <TextButton onClick={() => actions.discard(message.id)}>{texts.message.discard}</TextButton>
            </>
          )}
          {branch !== undefined && (
            <VersionPicker ids={branch.ids} shownId={message.id} isDisabled={isBusy} onShow={actions.showVersion} />
          )}
          {delivery === 'saved' && (
            <IconButton label={texts.message.editMessage} onClick={() => actions.setEditing(message.id)}>
              <Pencil className="size-4" />
            </IconButton>
          )}
          {!isWaiting && <CopyButton text={text} label={texts.message.copyMessage} />}
        </div>
      )}
    </article>
  );
}

const MARKS = {
  sending: { Icon: Clock, text: texts.message.sending },
  'when-online': { Icon: Clock, text: texts.message.whenOnline },
  saved: { Icon: Check, text: texts.message.saved },
  'not-sent': { Icon: CircleAlert, text: texts.message.notSent },
};

function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const { Icon, text } = MARKS[delivery];
  return (
    <span
      data-delivery={delivery}
      className={cx('flex items-center gap-1', delivery === 'not-sent' && 'font-medium text-danger')}
    >
      <Icon aria-hidden className="size-3.5" />
      {text}
    </span>
  );
}
