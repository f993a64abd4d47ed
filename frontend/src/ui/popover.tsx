import type { ReactElement, ReactNode } from 'react';
import { late } from './late';

export interface PopoverProps {
  /** The button that opens it. */
  trigger: ReactElement;
  /** The accessible name. */
  label: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

/** A small panel beside a button. Its machinery loads beside the page, not before it. */
export const Popover = late<PopoverProps>(
  () => import('./radix-popover'),
  ({ trigger }) => trigger,
);
