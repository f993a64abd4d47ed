import type { ComponentProps } from 'react';

interface ScrollBoxProps extends Omit<ComponentProps<'div'>, 'role' | 'tabIndex' | 'aria-label'> {
  /** What it holds, for screen readers. */
  label: string;
}

/** A box that scrolls by itself, by keyboard too. */
export function ScrollBox({ label, ...props }: ScrollBoxProps) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- a scrolling box must be reachable by keyboard, and no tag is a plain group
  return <div {...props} role="group" tabIndex={0} aria-label={label} />;
}
