import { DropdownMenu } from 'radix-ui';
import { type Ref, useImperativeHandle } from 'react';
import { useBackToClose } from './back-to-close';
import { cx } from './cx';
import { Keys } from './keys';
import type { MenuItem, OpenMenuProps } from './menu';

const ITEM =
  'flex cursor-default items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-accent pointer-coarse:min-h-11';

/** Not modal: a modal menu hides the page that holds the focus from assistive technology. */
export default function OpenMenu({ button, items, chosen, align, isByKey, onClose }: OpenMenuProps) {
  useBackToClose(true, onClose);
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={onClose}>
      <DropdownMenu.Trigger asChild>
        <Borrowed button={button} />
      </DropdownMenu.Trigger>
      {/* Inside the button's landmark: all content of a page belongs to one. */}
      <DropdownMenu.Portal container={button.closest<HTMLElement>('[role=dialog], nav, header')}>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={button.getAttribute('aria-label') ?? button.textContent}
          aria-labelledby={undefined}
          className="fade-in z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-y-auto rounded-xl border bg-popover p-1 shadow-soft"
          ref={(content) => {
            if (isByKey) content?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (document.activeElement === document.body) button.focus({ preventScroll: true }); // no item gave it elsewhere
          }}
        >
          {items.map((item) => (
            <Item key={item.key} item={item} chosen={chosen} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Lets Radix take a button of the page for its trigger: it places the menu at it and gives it the focus back. */
function Borrowed({ button, ref }: { button: HTMLButtonElement; ref?: Ref<HTMLButtonElement> }) {
  useImperativeHandle(ref, () => button, [button]);
  return null;
}

function Item({ item: { key, label, Icon, isDanger, isNewGroup, keys, onSelect }, chosen }: ItemProps) {
  const content = (
    <>
      <Icon aria-hidden className={cx('size-4', isDanger !== true && 'text-muted-foreground')} />
      {label}
      {keys && <Keys names={keys} className="ms-auto ps-4 pointer-coarse:hidden" />}
    </>
  );
  return (
    <>
      {isNewGroup && <DropdownMenu.Separator className="mx-1 my-1 border-t" />}
      {chosen === undefined ? (
        <DropdownMenu.Item onSelect={onSelect} className={cx(ITEM, isDanger && 'text-danger')}>
          {content}
        </DropdownMenu.Item>
      ) : (
        <DropdownMenu.CheckboxItem checked={key === chosen} onSelect={onSelect} className={ITEM}>
          {content}
          <DropdownMenu.ItemIndicator className="ms-auto size-1.5 rounded-full bg-primary" />
        </DropdownMenu.CheckboxItem>
      )}
    </>
  );
}

interface ItemProps {
  item: MenuItem;
  chosen?: string;
}
