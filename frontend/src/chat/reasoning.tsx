import { useEffect, useState } from 'react';
import { cx } from '../ui/cx';
import { Disclosure } from '../ui/disclosure';
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
    <Disclosure
      summary={<span className={cx(isThinking && 'animate-pulse')}>{label}</span>}
      isOpen={isOpen}
      onOpenChange={setChoice}
    >
      <div className="[&_.markdown]:gap-2 [&_.markdown]:text-sm">
        <Markdown text={text} isStreaming={isThinking} />
      </div>
    </Disclosure>
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
