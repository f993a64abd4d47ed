/** Everything on the page that has a key. What it is called stands in `lateTexts.shortcuts`, under the same name. */
export type ShortcutId = keyof typeof SHORTCUTS;

export interface Shortcut {
  /** The key as `KeyboardEvent.key` spells it, in lower case. */
  key: string;
  /** `KeyboardEvent.code` of that key, for keyboards that write another alphabet. */
  code: string;
  /** With Ctrl, or ⌘ on a Mac. */
  mod?: boolean;
  /** Absent = without Shift; `any` = where the key itself may need Shift, as `/` does on many keyboards. */
  shift?: true | 'any';
  group: 'chats' | 'answer' | 'box' | 'page';
  /** Works over an open dialog too. */
  isEverywhere?: true;
  /** The message box handles it by itself; it is here for the list of keys. */
  isOfBox?: true;
}

/** The one table: it drives the keys, the list of keys, the hints on buttons and the command palette. */
export const SHORTCUTS = {
  search: { key: 'k', code: 'KeyK', mod: true, group: 'chats', isEverywhere: true },
  'new-chat': { key: 'o', code: 'KeyO', mod: true, shift: true, group: 'chats' },
  'delete-chat': { key: 'backspace', code: 'Backspace', mod: true, shift: true, group: 'chats' },
  'copy-answer': { key: 'c', code: 'KeyC', mod: true, shift: true, group: 'answer' },
  'copy-code': { key: ';', code: 'Semicolon', mod: true, shift: true, group: 'answer' },
  stop: { key: 'escape', code: 'Escape', group: 'answer' },
  'focus-box': { key: 'escape', code: 'Escape', shift: true, group: 'box' },
  'edit-last': { key: 'arrowup', code: 'ArrowUp', group: 'box', isOfBox: true },
  'toggle-sidebar': { key: 's', code: 'KeyS', mod: true, shift: true, group: 'page' },
  shortcuts: { key: '/', code: 'Slash', mod: true, shift: 'any', group: 'page', isEverywhere: true },
} as const satisfies Record<string, Shortcut>;

export const isMac = /mac|iphone|ipad/i.test(navigator.platform);

const NAMES: Record<string, string> = {
  escape: 'Esc',
  backspace: isMac ? '⌫' : 'Backspace',
  arrowup: '↑',
  enter: isMac ? '↵' : 'Enter',
};

export function shortcutOf(id: ShortcutId): Shortcut {
  return SHORTCUTS[id];
}

/** Whether a key event is this shortcut. */
export function isShortcut(id: ShortcutId, event: KeyboardEvent): boolean {
  const { key, code, mod = false, shift = false } = shortcutOf(id);
  const hasMod = isMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (event.altKey || hasMod !== mod || (!mod && (event.ctrlKey || event.metaKey))) return false;
  if (shift !== 'any' && event.shiftKey !== shift) return false;
  const pressed = event.key.toLowerCase();
  return pressed === key || (event.code === code && !/^[a-z]$/.test(pressed));
}

/** The keys by name, e.g. `Ctrl`, `Shift`, `O`. */
export function keysOf(id: ShortcutId): string[] {
  const { key, mod, shift } = shortcutOf(id);
  return nameKeys({ key, mod, shift: shift === true });
}

export function nameKeys({ key, mod, shift }: { key: string; mod?: boolean; shift?: boolean }): string[] {
  const names = [mod && (isMac ? '⌘' : 'Ctrl'), shift && (isMac ? '⇧' : 'Shift'), NAMES[key] ?? key.toUpperCase()];
  return names.filter((name) => typeof name === 'string');
}

/** A hint for a button, e.g. `New chat (Ctrl Shift O)`. */
export function withKeys(label: string, id: ShortcutId): string {
  return `${label} (${keysOf(id).join(' ')})`;
}
