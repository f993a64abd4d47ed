import type { ComponentProps } from 'react';
import { cx } from '../../ui/cx';

/** A button in the head of a code block. `label` names one that is only an icon. */
export function CodeTool({ label, className, ...props }: ComponentProps<'button'> & { label?: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={cx(
        'inline-flex h-7 min-w-7 shrink-0 items-center justify-center gap-1.5 rounded-md px-1.5 transition-colors hover:bg-border/70 hover:text-foreground aria-pressed:bg-border/70 aria-pressed:text-foreground pointer-coarse:h-11 pointer-coarse:min-w-11',
        className,
      )}
      {...props}
    />
  );
}
