import { useEffect, useEffectEvent } from 'react';
import { isDialogOpen } from './dialogs';
import { isShortcut, SHORTCUTS, type ShortcutId, shortcutOf } from './shortcuts';

/** What each shortcut does at present; the newest component that claims one has it. */
const actions = new Map<ShortcutId, (() => void)[]>();

/** Does `action` on the keys of this shortcut anywhere on the page, and when the command palette is asked for it. */
export function useShortcut(id: ShortcutId, action: () => void, isOn = true): void {
  const run = useEffectEvent(action);
  useEffect(() => {
    if (!isOn) return;
    const registered = () => run();
    actions.set(id, [...(actions.get(id) ?? []), registered]);
    return () =>
      void actions.set(
        id,
        actions.get(id)!.filter((one) => one !== registered),
      );
  }, [id, isOn]);
}

/** Whether the shortcut does anything at present. */
export function hasShortcut(id: ShortcutId): boolean {
  return (actions.get(id)?.length ?? 0) > 0;
}

export function runShortcut(id: ShortcutId): void {
  actions.get(id)?.at(-1)?.();
}

/** Something nearer, such as a menu that closes, may have handled the event before. */
addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = (Object.keys(SHORTCUTS) as ShortcutId[]).find((id) => hasShortcut(id) && isShortcut(id, event));
  if (pressed === undefined || (isDialogOpen() && shortcutOf(pressed).isEverywhere === undefined)) return;
  event.preventDefault();
  runShortcut(pressed);
});
