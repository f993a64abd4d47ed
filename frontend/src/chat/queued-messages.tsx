import { Clock, CornerDownRight, Pencil, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { IconButton } from '../ui/icon-button';
import { texts } from '../ui/texts';
import type { QueuedMessage } from './message-queue';
import { useSendKey } from './use-send-key';

interface QueuedMessagesProps {
  messages: QueuedMessage[];
  /** The answer before them did not complete: they wait for a word of the user. */
  isHeld: boolean;
  onSendNow: (messageId: string) => void;
  onEdit: (messageId: string, text: string) => void;
  onRemove: (messageId: string) => void;
}

/** Messages written while an answer was running; they are sent one after the other. */
export function QueuedMessages({ messages, isHeld, onSendNow, onEdit, onRemove }: QueuedMessagesProps) {
  const [editingId, setEditingId] = useState<string | null>(null);
  if (messages.length === 0) return null;
  return (
    <div className="mx-4 max-h-48 overflow-y-auto rounded-t-2xl border border-b-0 bg-muted px-1.5 py-1">
      {isHeld && <p className="px-1.5 py-1 text-xs text-muted-foreground">{texts.composer.held}</p>}
      <ul aria-label={texts.composer.queued}>
        {messages.map(({ id, text }) =>
          id === editingId ? (
            <li key={id}>
              <QueuedEditor
                text={text}
                onDone={(newText) => {
                  setEditingId(null);
                  if (newText !== '') onEdit(id, newText);
                }}
              />
            </li>
          ) : (
            <li key={id} className="flex items-center gap-0.5 text-sm text-muted-foreground">
              <Clock aria-hidden className="ms-1.5 me-1.5 size-3.5 shrink-0" />
              <bdi className="min-w-0 flex-1 truncate text-match-parent">{text}</bdi>
              <IconButton label={texts.composer.editQueued} onClick={() => setEditingId(id)}>
                <Pencil className="size-4" />
              </IconButton>
              <IconButton label={texts.composer.sendNow} onClick={() => onSendNow(id)}>
                <CornerDownRight className="size-4" />
              </IconButton>
              <IconButton label={texts.composer.removeQueued} onClick={() => onRemove(id)}>
                <X className="size-4" />
              </IconButton>
            </li>
          ),
        )}
      </ul>
    </div>
  );
}

/** Enter and leaving it keep the new words, Esc the old ones; nothing is sent here. */
function QueuedEditor({ text, onDone }: { text: string; onDone: (text: string) => void }) {
  const [value, setValue] = useState(text);
  const isSendKey = useSendKey();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && !isSendKey(event)) return;
    event.preventDefault();
    event.stopPropagation();
    onDone(event.key === 'Escape' ? text : value.trim());
  };
  return (
    <textarea
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for with its button
      autoFocus
      rows={1}
      dir="auto"
      value={value}
      aria-label={texts.composer.queuedLabel}
      onChange={(event) => setValue(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => onDone(value.trim())}
      className="field-sizing-content my-1 block max-h-32 w-full resize-none rounded-lg border bg-card px-2.5 py-1 text-base leading-6 sm:pointer-fine:text-sm"
    />
  );
}
