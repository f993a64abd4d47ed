import { Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from './icon-button';
import { Menu } from './menu';
import { texts } from './texts';
import { useUiStore } from './ui-store';
import { useTheme } from './use-theme';

const CHOICES = [
  { theme: 'light', Icon: Sun },
  { theme: 'dark', Icon: Moon },
  { theme: 'system', Icon: Monitor },
] as const;

export function ThemeMenu() {
  const chosen = useUiStore((state) => state.theme);
  const shown = useTheme();
  return (
    <Menu
      chosen={chosen}
      items={CHOICES.map(({ theme, Icon }) => ({
        key: theme,
        label: texts.theme[theme],
        Icon,
        onSelect: () => useUiStore.setState({ theme }),
      }))}
      trigger={
        <IconButton label={texts.theme.label}>
          {shown === 'dark' ? <Moon className="size-4.5" /> : <Sun className="size-4.5" />}
        </IconButton>
      }
    />
  );
}
