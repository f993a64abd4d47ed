import {
  Archive,
  Copy,
  Keyboard,
  type LucideIcon,
  Monitor,
  Moon,
  PanelLeft,
  Settings,
  Square,
  SquareCode,
  SquarePen,
  Sun,
  TextCursorInput,
  Trash2,
} from 'lucide-react';
import { openDialog } from '../ui/dialogs';
import { keysOf, type ShortcutId } from '../ui/shortcuts';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { type Theme, useUiStore } from '../ui/ui-store';
import { hasShortcut, runShortcut } from '../ui/use-shortcut';

export interface Command {
  key: string;
  label: string;
  Icon: LucideIcon;
  /** Names of its keys; empty = it has none. */
  keys: string[];
  run: () => void;
}

const SHORTCUT_ICONS: Partial<Record<ShortcutId, LucideIcon>> = {
  'new-chat': SquarePen,
  stop: Square,
  'copy-answer': Copy,
  'copy-code': SquareCode,
  'toggle-sidebar': PanelLeft,
  'focus-box': TextCursorInput,
  shortcuts: Keyboard,
  'delete-chat': Trash2,
};

const THEME_ICONS: Record<Theme, LucideIcon> = { light: Sun, dark: Moon, system: Monitor };

/** What the palette can do at this moment, besides finding: every shortcut that does something, and more. */
export function listCommands(): Command[] {
  const byShortcut = (Object.entries(SHORTCUT_ICONS) as [ShortcutId, LucideIcon][])
    .filter(([id]) => hasShortcut(id))
    .map(([id, Icon]) => ({
      key: id,
      label: lateTexts.shortcuts[id],
      Icon,
      keys: keysOf(id),
      run: () => runShortcut(id),
    }));
  const { theme: chosen } = useUiStore.getState();
  const themes = (Object.keys(THEME_ICONS) as Theme[])
    .filter((theme) => theme !== chosen)
    .map((theme) => ({
      key: `theme-${theme}`,
      label: lateTexts.palette.theme(texts.theme[theme]),
      Icon: THEME_ICONS[theme],
      keys: [],
      run: () => useUiStore.setState({ theme }),
    }));
  return [
    ...byShortcut,
    { key: 'settings', label: texts.settings.title, Icon: Settings, keys: [], run: () => openDialog('settings') },
    {
      key: 'archived',
      label: texts.sidebar.archived,
      Icon: Archive,
      keys: [],
      run: () => openDialog('settings', 'archived'),
    },
    ...themes,
  ];
}

/** Commands whose words begin with all the words written. */
export function matchCommands(commands: Command[], text: string): Command[] {
  const wanted = text.trim().toLowerCase().split(/\s+/);
  return commands.filter(({ label }) => {
    const words = label.toLowerCase().split(/\s+/);
    return wanted.every((start) => words.some((word) => word.startsWith(start)));
  });
}
