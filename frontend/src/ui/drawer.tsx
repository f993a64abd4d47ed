import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useBackToClose } from './back-to-close';

export interface DrawerProps {
  title: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

/** A panel over the page from its start edge: Esc, the backdrop and a phone's Back close it, the focus stays inside. */
export default function Drawer({ title, isOpen, onOpenChange, children }: DrawerProps) {
  useBackToClose(isOpen, () => onOpenChange(false));
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-30 bg-black/40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fade-in fixed inset-y-0 start-0 z-40 shadow-2xl outline-none"
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
