import { useEffect } from 'react';
import { useUiStore } from './ui-store';
import { DARK, useMedia } from './use-media';

const BAR_COLOR = { light: '#fdfdfc', dark: '#111214' };

/** Keeps the page in the chosen theme; public/theme.js did the same before the first paint. Returns the one shown. */
export function useTheme(): 'light' | 'dark' {
  const theme = useUiStore((state) => state.theme);
  const isSystemDark = useMedia(DARK);
  const shown = theme === 'system' ? (isSystemDark ? 'dark' : 'light') : theme;
  useEffect(() => {
    document.documentElement.classList.toggle('dark', shown === 'dark');
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BAR_COLOR[shown]);
  }, [shown]);
  return shown;
}
