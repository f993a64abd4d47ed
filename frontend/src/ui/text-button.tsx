import type { ComponentProps } from 'react';
import { cx } from './cx';

/** A button within a line of text. */
export function TextButton({ className, ...props }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cx(
        'min-h-7 rounded-md px-1.5 font-medium text-foreground underline decoration-border underline-offset-3 hover:bg-accent pointer-coarse:min-h-11',
        className,
      )}
      {...props}
    />
  );
}
