import type { CSSProperties } from 'react';
import type { ToasterProps } from 'sonner';
import { late } from './late';

const LateSonner = late<ToasterProps>(
  async () => {
    const [{ Toaster: Sonner }] = await Promise.all([import('sonner'), import('sonner/dist/styles.css')]);
    return { default: Sonner };
  },
  () => null,
);

const STYLE = {
  fontFamily: 'inherit',
  '--normal-bg': 'var(--popover)',
  '--normal-text': 'var(--foreground)',
  '--normal-border': 'var(--border)',
  '--border-radius': '14px',
} as CSSProperties;

/** Where toasts appear: over nothing that is pressed. At the sidebar's foot they lay over its menus, below over the message box. */
export function Toaster({ theme }: { theme: 'light' | 'dark' }) {
  return <LateSonner theme={theme} position="top-center" style={STYLE} />;
}
