import { useEffect, useRef } from 'react';
import { cx } from '../ui/cx';
import { texts } from '../ui/texts';

const MAX_CHARACTERS = 200;

interface RenameFieldProps {
  title: string;
  /** null = nothing changed. */
  onDone: (title: string | null) => void;
  className?: string;
}

/** Edits a title in place. Enter and leaving keep it, Esc does not. */
export function RenameField({ title, onDone, className }: RenameFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const finish = (isKept: boolean) => {
    if (isDone.current) return; // closing the field takes its focus, which asks again
    isDone.current = true;
    const changed = input.current?.value.trim() ?? '';
    onDone(!isKept || changed === '' || changed === title ? null : changed);
  };
  return (
    <input
      ref={input}
      dir="auto"
      defaultValue={title}
      maxLength={MAX_CHARACTERS}
      aria-label={texts.conversation.renameLabel}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
        event.preventDefault();
        event.stopPropagation(); // it closes the field, not the drawer around it
        finish(event.key === 'Enter');
      }}
      className={cx(
        'h-row w-full rounded-lg border border-input bg-card px-2.5 text-base outline-none focus:border-ring focus:ring-1 focus:ring-ring pointer-coarse:h-11 sm:text-sm',
        className,
      )}
    />
  );
}
