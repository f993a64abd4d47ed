import type { ComponentProps } from 'react';
import { cx } from './cx';

/** A quiet button with words; 44 px on touch. */
export function Button({ className, ...props }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cx(
        'inline-flex h-8 shrink-0 items-center gap-1.5 rounded-lg border bg-card px-3 text-sm font-medium transition-colors hover:bg-accent pointer-coarse:h-11',
        className,
      )}
      {...props}
    />
  );
}
