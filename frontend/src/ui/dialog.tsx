import { X } from 'lucide-react';
import { Dialog as RadixDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useBackToClose } from './back-to-close';
import { cx } from './cx';
import { closeDialog, returnFocus } from './dialogs';
import { IconButton } from './icon-button';
import { texts } from './texts';

interface DialogProps {
  title: string;
  /** Where it stands and how large it is; a phone gets all of the screen. */
  className: string;
  /** The title is for screen readers only, and there is no close button. */
  isBare?: boolean;
  children: ReactNode;
}

/** The frame of a dialog of the whole page: Esc, the backdrop and a phone's Back close it, the focus stays inside and returns after it. */
export function Dialog({ title, className, isBare = false, children }: DialogProps) {
  useBackToClose(true, closeDialog);
  return (
    <RadixDialog.Root open onOpenChange={closeDialog}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fade-in fixed inset-0 z-40 bg-black/40" />
        <RadixDialog.Content
          aria-describedby={undefined}
          onInteractOutside={(event) => {
            if (event.target instanceof Element && event.target.closest('[data-sonner-toaster]'))
              event.preventDefault(); // an Undo
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            returnFocus();
          }}
          className={cx(
            'fade-in fixed inset-x-0 z-50 mx-auto flex flex-col overflow-hidden bg-popover pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] outline-none max-sm:inset-y-0 sm:rounded-2xl sm:border sm:p-0 sm:shadow-2xl',
            className,
          )}
        >
          <div className={cx('flex h-13 shrink-0 items-center ps-5 pe-2.5', isBare && 'sr-only')}>
            <RadixDialog.Title className="me-auto text-[15px] font-semibold tracking-[-0.011em]">
              {title}
            </RadixDialog.Title>
            {!isBare && (
              <IconButton label={texts.close} onClick={closeDialog}>
                <X className="size-4.5" />
              </IconButton>
            )}
          </div>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
