import { CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import { cx } from '../ui/cx';
import { lateTexts } from '../ui/late-texts';

/** `unknown`: there is too little to say. */
export type TargetState = 'held' | 'missed' | 'unknown';

const LOOKS = {
  held: { Icon: CircleCheck, className: 'text-success-strong' },
  missed: { Icon: TriangleAlert, className: 'text-danger' },
  unknown: { Icon: CircleDashed, className: 'text-muted-foreground' },
} as const;

interface TargetTileProps {
  title: string;
  /** What is promised. */
  target: string;
  /** How it is. */
  value: string;
  state: TargetState;
  /** In place of the state's own word. */
  word?: string;
}

/** One success criterion: held or missed, in words as well as in colour. */
export function TargetTile({
  title,
  target,
  value,
  state,
  word = lateTexts.admin.targetStates[state],
}: TargetTileProps) {
  const { Icon, className } = LOOKS[state];
  return (
    <li
      className={cx(
        'flex min-w-0 flex-col rounded-2xl border bg-card p-5 pt-4',
        state === 'missed' && 'border-danger/50',
      )}
    >
      <p className="text-[13px] leading-5 font-medium">{title}</p>
      <p className="pt-1 text-2xl leading-8 font-semibold tracking-[-0.02em] tabular-nums">{value}</p>
      <p className={cx('flex items-center gap-1.5 pt-1 text-[13px] leading-5 font-medium', className)}>
        <Icon aria-hidden className="size-4 shrink-0" />
        {word}
      </p>
      <p className="pt-1 text-xs leading-4.5 text-pretty text-muted-foreground">{target}</p>
    </li>
  );
}
