import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useBackToClose } from './back-to-close';
import type { PopoverProps } from './popover';

export default function RadixPopover({ trigger, label, isOpen, onOpenChange, children }: PopoverProps) {
  useBackToClose(isOpen, () => onOpenChange(false));
  // Inside the page's main landmark: all content of a page belongs to one.
  const [landmark, setLandmark] = useState<HTMLElement | null>(null);
  return (
    <Popover.Root open={isOpen} onOpenChange={onOpenChange}>
      <Popover.Anchor asChild ref={(button) => setLandmark(button?.closest('main') ?? null)}>
        {trigger}
      </Popover.Anchor>
      <Popover.Portal container={landmark}>
        <Popover.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className="fade-in z-20 max-h-(--radix-popover-content-available-height) w-80 max-w-[calc(100vw-1.5rem)] overflow-y-auto rounded-2xl border bg-popover p-3 text-sm shadow-soft outline-none"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
