import type { ChatMessage } from '@app/chat-protocol';
import { ArrowDown } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../ui/texts';
import { textOf } from './message-text';

interface JumpButtonProps {
  newest: ChatMessage | undefined;
  /** There are messages behind the last one shown. */
  hasNewer: boolean;
  onJump: () => void;
}

/** Shown while the reader is away from the end; a dot says that something was added since. */
export function JumpButton({ newest, hasNewer, onJump }: JumpButtonProps) {
  const [newestWhenLeft] = useState(newest);
  const hasNews = !hasNewer && newest !== newestWhenLeft && !isSame(newest, newestWhenLeft);
  return (
    <button
      type="button"
      aria-label={hasNews ? texts.thread.jumpNew : texts.thread.jump}
      onClick={onJump}
      className="fade-in absolute start-1/2 bottom-3 grid size-9 -translate-x-1/2 place-items-center rounded-full border bg-card shadow-soft transition-colors hover:bg-accent pointer-coarse:size-11 rtl:translate-x-1/2"
    >
      <ArrowDown className="size-4.5" />
      {hasNews && <span aria-hidden className="absolute -end-0.5 -top-0.5 size-2.5 rounded-full bg-primary" />}
    </button>
  );
}

/** What the server adds to a message when it is complete is no news to a reader. */
function isSame(one: ChatMessage | undefined, other: ChatMessage | undefined): boolean {
  return one?.id === other?.id && (one && textOf(one)) === (other && textOf(other));
}
