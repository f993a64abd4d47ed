import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cx } from '../ui/cx';
import { texts } from '../ui/texts';
import { Markdown } from './markdown/markdown';

interface ReasoningProps {
  text: string;
  /** The model has not begun its answer. */
  isThinking: boolean;
  /** Milliseconds, as the server measured them; undefined = not yet, or never. */
  durationMs: number | undefined;
}

/** What the model thought: open while it does, folded once the answer begins, unless the reader decides otherwise. */
export function Reasoning({ text, isThinking, durationMs }: ReasoningProps) {
  const [choice, setChoice] = useState<boolean | null>(null);
  const seen = useSeenDuration(isThinking);
  const isOpen = choice ?? isThinking;
  const duration = durationMs ?? seen;
  const label = isThinking
    ? texts.message.thinking
    : duration === undefined
      ? texts.message.reasoning
      : texts.message.thought(duration / 1_000);
  return (
    <div className="mb-2 text-sm text-muted-foreground">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setChoice(!isOpen)}
        className="-ms-1.5 inline-flex min-h-8 items-center gap-1 rounded-lg px-1.5 transition-colors hover:bg-accent hover:text-foreground pointer-coarse:min-h-11"
      >
        <ChevronRight
          aria-hidden
          className={cx('size-4 transition-transform', isOpen ? 'rotate-90' : 'rtl:rotate-180')}
        />
        <span className={cx(isThinking && 'animate-pulse')}>{label}</span>
      </button>
      {isOpen && (
        <div className="mt-1 mb-3 ms-1 border-s-2 ps-3.5 [&_.markdown]:gap-2 [&_.markdown]:text-sm">
          <Markdown text={text} isStreaming={isThinking} />
        </div>
      )}
    </div>
  );
}

/** Milliseconds this page saw the model think; undefined = it did not see the end. */
function useSeenDuration(isThinking: boolean): number | undefined {
  const [seenMs, setSeenMs] = useState<number>();
  useEffect(() => {
    if (!isThinking) return;
    const startedAt = Date.now();
    return () => setSeenMs(Date.now() - startedAt);
  }, [isThinking]);
  return seenMs;
}
