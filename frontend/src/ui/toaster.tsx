import type { CSSProperties } from 'react';
import { useMatch } from 'react-router';
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

/** Under the header, with its title. */
const OFFSET = { top: 'calc(env(safe-area-inset-top) + 3.75rem)' };

/**
 * Where toasts appear: over nothing that is pressed. At the sidebar's foot they lay over its menus, below over the message
 * box; above, a dialog has its title or search box, and the administration its sections.
 */
export function Toaster({ theme }: { theme: 'light' | 'dark' }) {
  const isDialogOpen = useDialogs(({ open }) => open !== null);
  const isAdmin = useMatch('/admin/*') !== null;
  return (
    <LateSonner
      theme={theme}
      position={isDialogOpen || isAdmin ? 'bottom-center' : 'top-center'}
      offset={OFFSET}
      mobileOffset={OFFSET}
      style={STYLE}
    />
  );
}
