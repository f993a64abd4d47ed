import { useEffect } from 'react';
import { useUiStore } from './ui-store';

/** Keeps the page at the chosen density; public/theme.js did the same before the first paint. */
export function useDensity(): void {
  const density = useUiStore((state) => state.density);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
}
