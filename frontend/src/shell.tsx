import type { SessionView } from '@app/chat-protocol';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { BOX_ID } from './chat/composer';
import { ConnectionBanner } from './chat/connection-banner';
import { Sidebar } from './conversations/sidebar';
import { useOpenTitle } from './conversations/use-open-title';
import { Header } from './header';
import type { DrawerProps } from './ui/drawer';
import { late } from './ui/late';
import { texts } from './ui/texts';
import { useUiStore } from './ui/ui-store';
import { useMedia, WIDE } from './ui/use-media';
import { useShortcut } from './ui/use-shortcut';

const closeDrawer = () => useUiStore.setState({ isDrawerOpen: false });
const MAIN_ID = 'main';
const focusBox = () => (document.getElementById(BOX_ID) ?? document.getElementById(MAIN_ID))?.focus();
const Drawer = late<DrawerProps>(
  () => import('./ui/drawer'),
  () => null,
);

/** Sidebar, header and the page between them. */
export function Shell({ view, children }: { view: SessionView; children: ReactNode }) {
  const isWide = useMedia(WIDE);
  const { isSidebarOpen, isDrawerOpen } = useUiStore();
  const navigate = useNavigate();
  const open = useOpenTitle();
  const isShown = isWide ? isSidebarOpen : isDrawerOpen;
  const show = (isOpen: boolean) => useUiStore.setState(isWide ? { isSidebarOpen: isOpen } : { isDrawerOpen: isOpen });

  useShortcut('new-chat', () => {
    closeDrawer();
    void navigate('/');
    focusBox();
  });
  useShortcut('toggle-sidebar', () => show(!isShown));
  useShortcut('focus-box', focusBox);

  const sidebar = <Sidebar onHide={() => show(false)} onOpen={closeDrawer} />;
  return (
    <>
      <a
        href={`#${MAIN_ID}`}
        onClick={(event) => {
          event.preventDefault();
          focusBox();
        }}
        className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-lg focus:bg-primary focus:px-3 focus:py-1.5 focus:text-primary-foreground"
      >
        {texts.skipToBox}
      </a>
      <div className="flex h-dvh overflow-hidden">
        {isWide ? (
          isSidebarOpen && sidebar
        ) : (
          <Drawer title={texts.sidebar.label} isOpen={isDrawerOpen} onOpenChange={show}>
            {sidebar}
          </Drawer>
        )}
        <main
          id={MAIN_ID}
          tabIndex={-1}
          className="outline-none relative flex min-w-0 flex-1 flex-col pt-[env(safe-area-inset-top)]"
        >
          <Header open={open} model={view.model} onShowSidebar={isShown && isWide ? null : () => show(true)} />
          <ConnectionBanner />
          {children}
        </main>
      </div>
    </>
  );
}
