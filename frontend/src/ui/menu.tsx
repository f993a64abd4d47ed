import type { LucideIcon } from 'lucide-react';
import { cloneElement, type ComponentProps, type ReactElement, useState } from 'react';
import { late } from './late';

export interface MenuItem {
  key: string;
  label: string;
  Icon: LucideIcon;
  isDanger?: boolean;
  /** A line stands above it. */
  isNewGroup?: boolean;
  /** Names of its keys, shown beside it. */
  keys?: string[];
  onSelect: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement<ComponentProps<'button'>>;
  items: MenuItem[];
  /** Key of the item that is in force; absent = the items are actions. */
  chosen?: string;
  /** Which edge of the button it is aligned with; `end` by default. */
  align?: 'start' | 'end';
  /** Absent = the menu knows by itself whether it is open. */
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}

export interface OpenMenuProps extends Pick<MenuProps, 'items' | 'chosen'> {
  button: HTMLButtonElement;
  align: 'start' | 'end';
  /** Opened by a key: the first item is to have the focus. */
  isByKey: boolean;
  onClose: () => void;
}

const OpenMenu = late<OpenMenuProps>(
  () => import('./open-menu'),
  () => null,
);

/** A menu on a button. Until it is opened there is nothing but the button: lists have hundreds of them. */
export function Menu({ trigger, items, chosen, align = 'end', isOpen: isOpenGiven, onOpenChange }: MenuProps) {
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isByKey, setIsByKey] = useState(false);
  const [isOpenInside, setIsOpenInside] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const isOpen = isOpenGiven ?? isOpenInside;
  const show = (isToOpen: boolean, isFromKey: boolean) => {
    setIsByKey(isFromKey);
    setIsOpenInside(isToOpen);
    onOpenChange?.(isToOpen);
  };
  const dataState = { 'data-state': isOpen ? 'open' : 'closed' };
  return (
    <>
      {cloneElement(trigger, {
        ...dataState,
        ref: setButton,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        onPointerEnter: () => OpenMenu.preload(),
        onFocus: () => OpenMenu.preload(),
        onPointerDown: () => {
          setWasOpen(isOpen); // the press itself closes an open menu: the click must not open it again
        },
        onClick: (event) => {
          const isFromKey = event.detail === 0;
          show(!isOpen && (isFromKey || !wasOpen), isFromKey);
        },
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          show(true, true);
        },
      })}
      {isOpen && button && (
        <OpenMenu
          button={button}
          items={items}
          chosen={chosen}
          align={align}
          isByKey={isByKey}
          onClose={() => show(false, false)}
        />
      )}
    </>
  );
}
