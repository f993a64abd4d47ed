import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../ui/icon-button';
import { texts } from '../ui/texts';

interface VersionPickerProps {
  /** All versions, oldest first. */
  ids: string[];
  shownId: string;
  isDisabled: boolean;
  onShow: (messageId: string) => void;
}

/** "‹ 2 / 3 ›": the versions of a question or of an answer. Its arrow keys work as its buttons do. */
export function VersionPicker({ ids, shownId, isDisabled, onShow }: VersionPickerProps) {
  const index = ids.indexOf(shownId);
  const position = index + 1;
  const go = (step: -1 | 1) => {
    const id = ids[index + step];
    if (id !== undefined && !isDisabled) onShow(id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const isForward = (event.key === 'ArrowRight') === (getComputedStyle(event.currentTarget).direction !== 'rtl');
    go(isForward ? 1 : -1);
  };
  // aria-disabled, not disabled: a button that is at its end must not drop the focus.
  const button = 'size-7 aria-disabled:cursor-default aria-disabled:opacity-35 aria-disabled:hover:bg-transparent';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- its buttons have the focus; the keys are theirs
    <div
      role="group"
      aria-label={texts.message.versionLabel(position, ids.length)}
      onKeyDown={onKeyDown}
      className="flex items-center text-xs text-muted-foreground tabular-nums"
    >
      <IconButton
        label={texts.message.previousVersion}
        aria-disabled={isDisabled || index <= 0}
        onClick={() => go(-1)}
        className={button}
      >
        <ChevronLeft className="size-4 rtl:rotate-180" />
      </IconButton>
      <span aria-hidden className="min-w-8 text-center">
        {texts.message.version(position, ids.length)}
      </span>
      <IconButton
        label={texts.message.nextVersion}
        aria-disabled={isDisabled || index >= ids.length - 1}
        onClick={() => go(1)}
        className={button}
      >
        <ChevronRight className="size-4 rtl:rotate-180" />
      </IconButton>
    </div>
  );
}
