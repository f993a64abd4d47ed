import { CircleAlert, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { texts } from '../ui/texts';
import { useCountdown } from '../ui/use-countdown';

/** Why there is no answer, or only half of one, and the one thing to do about it. */
export function ProblemCard({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 rounded-[14px] bg-danger-soft py-2 ps-3.5 pe-2 text-sm text-danger">
      <CircleAlert aria-hidden className="size-4 shrink-0" />
      {/* The sentence alone: a button that counts down must not be read out every second. */}
      <p role="alert" className="min-w-0 flex-[1_1_14rem] py-1">
        {text}
      </p>
      {action}
    </div>
  );
}

interface CardButtonProps {
  onClick: () => void;
  isDisabled?: boolean;
  children: ReactNode;
}

export function CardButton({ onClick, isDisabled = false, children }: CardButtonProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      disabled={isDisabled}
      className="ms-auto inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg px-2.5 font-medium transition-colors hover:bg-danger/10 disabled:pointer-events-none disabled:tabular-nums pointer-coarse:h-11"
    >
      {children}
    </button>
  );
}

interface RetryButtonProps {
  label?: string;
  /** The server will refuse until then (ms epoch), so the button counts down; null = it may be pressed. */
  retryAt?: number | null;
  onClick: () => void;
}

export function RetryButton({ label = texts.tryAgain, retryAt = null, onClick }: RetryButtonProps) {
  const waitMs = useCountdown(retryAt);
  return (
    <CardButton onClick={onClick} isDisabled={waitMs > 0}>
      <RotateCcw aria-hidden className="size-4" />
      {waitMs > 0 ? texts.tryAgainIn(waitMs) : label}
    </CardButton>
  );
}
