import type { CSSProperties } from 'react';
import type { ToasterProps } from 'sonner';
import { useDialogs } from './dialogs';
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

/**
 * Where toasts appear: over nothing that is pressed. At the sidebar's foot they lay over its menus, below over the message
 * box; above, a dialog has its title or search box.
 */
export function Toaster({ theme }: { theme: 'light' | 'dark' }) {
  const isDialogOpen = useDialogs(({ open }) => open !== null);
  return <LateSonner theme={theme} position={isDialogOpen ? 'bottom-center' : 'top-center'} style={STYLE} />;
}
