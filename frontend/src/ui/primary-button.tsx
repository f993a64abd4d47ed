import type { ComponentProps } from 'react';
import { cx } from './cx';

interface PrimaryButtonProps extends ComponentProps<'button'> {
  /** It takes something away for good. */
  isDanger?: boolean;
}

/** The one button of a form; 44 px on touch. */
export function PrimaryButton({ isDanger = false, className, ...props }: PrimaryButtonProps) {
  return (
    <button
      type="button"
      className={cx(
        'inline-flex h-9 shrink-0 items-center rounded-lg px-4 text-sm font-medium transition-opacity hover:opacity-90 disabled:opacity-40 pointer-coarse:h-11',
        isDanger ? 'bg-danger text-background' : 'bg-primary text-primary-foreground',
        className,
      )}
      {...props}
    />
  );
}
