import type { ComponentProps } from 'react';
import { cx } from './cx';

/** How it looks, for a link that is to look the same. */
export const ICON_BUTTON =
  'inline-grid size-8 shrink-0 place-items-center rounded-lg text-muted-foreground transition-colors hover:bg-accent hover:text-foreground disabled:pointer-events-none disabled:opacity-40 data-[state=open]:bg-accent data-[state=open]:text-foreground pointer-coarse:size-11';

interface IconButtonProps extends ComponentProps<'button'> {
  /** The accessible name. */
  label: string;
  /** What the tooltip says; the label where absent. */
  hint?: string;
}

/** A square button with an icon, a name and a tooltip; 44 px on touch. */
export function IconButton({ label, hint = label, className, ...props }: IconButtonProps) {
  return <button type="button" aria-label={label} title={hint} className={cx(ICON_BUTTON, className)} {...props} />;
}
