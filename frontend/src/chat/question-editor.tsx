import { type KeyboardEvent, useEffect, useRef } from 'react';
import { Button } from '../ui/button';
import { texts } from '../ui/texts';
import { setDraft, useDraft } from './drafts';
import { useSendKey } from './use-send-key';

export interface QuestionEditorProps {
  messageId: string;
  text: string;
  maxCharacters: number;
  onSend: (text: string) => void;
  onCancel: () => void;
}

/** A question being put in other words, in its own place. What is typed survives scrolling away and a reload. */
export default function QuestionEditor({ messageId, text, maxCharacters, onSend, onCancel }: QuestionEditorProps) {
  const key = `edit-${messageId}`;
  const draft = useDraft(key);
  const value = draft === '' ? text : draft;
  const box = useRef<HTMLTextAreaElement>(null);
  const isSendKey = useSendKey();
  const trimmed = value.trim();
  const canSend = trimmed !== '' && trimmed.length <= maxCharacters;

  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    const end = box.current?.value.length ?? 0;
    box.current?.setSelectionRange(end, end);
    box.current?.form?.scrollIntoView({ block: 'nearest' });
  }, []);

  const close = () => {
    setDraft(key, '');
    onCancel();
  };
  const send = () => {
    if (!canSend) return;
    close();
    if (trimmed !== text.trim()) onSend(trimmed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (isSendKey(event)) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      className="mb-3 w-full rounded-[1.25rem] border border-input bg-card p-2 shadow-soft"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={box}
        dir="auto"
        value={value}
        aria-label={texts.message.editLabel}
        aria-invalid={trimmed.length > maxCharacters}
        onChange={(event) => setDraft(key, event.target.value === text ? '' : event.target.value)}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-[50vh] min-h-10 w-full resize-none bg-transparent px-2.5 py-1.5 text-base leading-6 outline-none sm:pointer-fine:text-[15px]"
      />
      <div className="flex flex-wrap items-center justify-end gap-2 pt-1">
        <p className="me-auto ps-2.5 text-xs text-muted-foreground max-sm:hidden">{texts.message.editHint}</p>
        <Button onClick={close}>{texts.cancel}</Button>
        <Button
          type="submit"
          disabled={!canSend}
          className="border-transparent bg-primary text-primary-foreground hover:bg-primary hover:opacity-90 disabled:opacity-35"
        >
          {texts.send}
        </Button>
      </div>
    </form>
  );
}
