import { ArrowUp, Square } from 'lucide-react';
import { type ClipboardEvent, type KeyboardEvent, memo, type ReactNode, useEffect, useRef } from 'react';
import { cx } from '../ui/cx';
import { texts } from '../ui/texts';
import { toast } from '../ui/toast';
import { TOUCH, useMedia } from '../ui/use-media';
import { CharacterLimit } from './character-limit';
import { setDraft, useDraft } from './drafts';
import { useSendKey } from './use-send-key';

/** Where Shift+Esc, the skip link and a new chat put the focus. */
export const BOX_ID = 'message-box';

interface ComposerProps {
  /** Whose unsent words stand in it. */
  draftKey: string;
  placeholder: string;
  maxCharacters: number;
  isAnswering: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
  /** Up arrow in an empty box. */
  onEditLast?: () => void;
  /** Stands inside the form, above the box. */
  children?: ReactNode;
  /** Stands in the box, before its text. */
  tools?: ReactNode;
}

/** The box of one conversation; it takes the focus when it appears. With each key it is drawn again, and little else is. */
export function Composer(props: ComposerProps) {
  const { draftKey, placeholder, maxCharacters, isAnswering, onSend, onStop, onEditLast, children, tools } = props;
  const value = useDraft(draftKey);
  const box = useRef<HTMLTextAreaElement>(null);
  const isTouch = useMedia(TOUCH);
  const isSendKey = useSendKey();
  const text = value.trim();
  const canSend = text !== '' && text.length <= maxCharacters;

  useEffect(() => {
    if (!matchMedia(TOUCH).matches) box.current?.focus({ preventScroll: true }); // on touch it would raise the keyboard
  }, []);

  const submit = () => {
    if (!canSend) return;
    setDraft(draftKey, '');
    onSend(text);
    box.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' && value === '' && onEditLast !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault();
      onEditLast();
    } else if (isSendKey(event)) {
      event.preventDefault();
      submit();
    }
  };

  // Text comes along with many a file (a table, a formatted text): then that is meant.
  const onPaste = ({ clipboardData }: ClipboardEvent) => {
    if (clipboardData.files.length > 0 && clipboardData.getData('text/plain') === '') refuseFiles();
  };
  useEffect(() => {
    // Anywhere on the page: the browser would leave it and open the file.
    const refuse = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      if (event.type === 'drop') refuseFiles();
    };
    addEventListener('dragover', refuse);
    addEventListener('drop', refuse);
    return () => {
      removeEventListener('dragover', refuse);
      removeEventListener('drop', refuse);
    };
  }, []);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      <div className="flex items-end gap-1.5 rounded-[1.6rem] border bg-card p-2 shadow-soft transition-colors focus-within:border-input">
        {tools}
        <label htmlFor={BOX_ID} className="sr-only">
          {texts.composer.label}
        </label>
        <textarea
          ref={box}
          id={BOX_ID}
          rows={1}
          dir="auto"
          value={value}
          placeholder={placeholder}
          autoComplete="off"
          enterKeyHint={isTouch ? 'enter' : 'send'}
          aria-describedby="character-limit"
          aria-invalid={text.length > maxCharacters}
          onChange={(event) => setDraft(draftKey, event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content block max-h-58 min-h-10 min-w-0 flex-1 resize-none bg-transparent px-3 py-2 text-base leading-6 outline-none placeholder:text-muted-foreground sm:pointer-fine:text-[15px]"
        />
        <Buttons isAnswering={isAnswering} hasText={text !== ''} canSend={canSend} onStop={onStop} />
      </div>
      <CharacterLimit length={text.length} max={maxCharacters} />
    </form>
  );
}

interface ButtonsProps extends Pick<ComposerProps, 'isAnswering' | 'onStop'> {
  hasText: boolean;
  canSend: boolean;
}

const Buttons = memo(function Buttons({ isAnswering, hasText, canSend, onStop }: ButtonsProps) {
  return (
    <>
      {isAnswering && (
        <RoundButton label={texts.composer.stop} onClick={onStop} className="bg-foreground text-background">
          <Square className="size-3.5 fill-current" />
        </RoundButton>
      )}
      {(!isAnswering || hasText) && (
        <RoundButton
          type="submit"
          label={isAnswering ? texts.composer.queue : texts.composer.send}
          disabled={!canSend}
          className="bg-primary text-primary-foreground"
        >
          <ArrowUp className="size-5" />
        </RoundButton>
      )}
    </>
  );
});

interface RoundButtonProps {
  label: string;
  type?: 'submit' | 'button';
  disabled?: boolean;
  className: string;
  onClick?: () => void;
  children: ReactNode;
}

function RoundButton({ label, type = 'button', className, ...props }: RoundButtonProps) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cx(
        'grid size-10 shrink-0 place-items-center rounded-full transition-opacity hover:opacity-90 disabled:opacity-35 pointer-coarse:size-11',
        className,
      )}
      {...props}
    />
  );
}

function refuseFiles(): void {
  void toast(texts.composer.noFiles, { id: 'no-files' });
}
