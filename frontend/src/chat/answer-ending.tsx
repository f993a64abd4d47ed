import type { ChatMessage } from '@app/chat-protocol';
import { CircleSlash, Play, RotateCcw, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { texts } from '../ui/texts';
import { type AnswerState, problemOf } from './answer-state';
import { CardButton, ProblemCard, RetryButton } from './problem-card';

interface AnswerEndingProps {
  message: ChatMessage;
  state: AnswerState;
  error: Error | undefined;
  /** There is something to go on from. */
  hasText: boolean;
  /** null = not now. */
  onRetry: (() => void) | null;
  onContinue: (() => void) | null;
}

/** What is said under an answer that did not complete, and what can be done about it. */
export function AnswerEnding({ message, state, error, hasText, onRetry, onContinue }: AnswerEndingProps) {
  const goOn = hasText && onContinue !== null && (
    <CardButton onClick={onContinue}>
      <Play aria-hidden className="size-3.5 fill-current" />
      {texts.message.continue}
    </CardButton>
  );
  switch (state) {
    case 'running':
    case 'completed':
      return null;
    case 'stopped':
      return (
        <Line icon={<Square className="size-3" />} text={texts.message.stopped}>
          {goOn}
        </Line>
      );
    case 'interrupted':
      return (
        <Line icon={<CircleSlash className="size-3.5" />} text={texts.message.interrupted}>
          {goOn}
          {!hasText && onRetry !== null && (
            <CardButton onClick={onRetry}>
              <RotateCcw aria-hidden className="size-3.5" />
              {texts.tryAgain}
            </CardButton>
          )}
        </Line>
      );
    case 'failed': {
      const { text, isRetryable } = problemOf(message, error);
      return (
        <ProblemCard
          text={text}
          action={
            isRetryable && (
              <span className="ms-auto flex flex-wrap">
                {goOn}
                {onRetry !== null && <RetryButton onClick={onRetry} />}
              </span>
            )
          }
        />
      );
    }
  }
}

function Line({ icon, text, children }: { icon: ReactNode; text: string; children: ReactNode }) {
  return (
    <div className="mt-2 flex min-h-8 items-center gap-2 text-sm text-muted-foreground">
      <span aria-hidden>{icon}</span>
      <span>{text}</span>
      <span className="flex [&>button]:ms-0 [&>button]:hover:bg-accent">{children}</span>
    </div>
  );
}
