import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Theme = 'light' | 'dark' | 'system';
export type Density = 'comfortable' | 'compact';
/** What sends a message: Enter, or Ctrl+Enter (⌘ on a Mac); the other one breaks the line. */
export type SendKey = 'enter' | 'mod-enter';
/** What stays in view while an answer is written: its newest words, or the question at the top with the answer's beginning. */
export type Follow = 'answer' | 'question';

interface UiState {
  theme: Theme;
  density: Density;
  sendKey: SendKey;
  follow: Follow;
  /** On wide screens only; the drawer of a phone starts closed and is not remembered. */
  isSidebarOpen: boolean;
  isDrawerOpen: boolean;
  /** The hint about the demo model has been read. */
  isDemoHintDismissed: boolean;
}

/** public/theme.js reads this key before the first paint. */
const STORAGE_KEY = 'throughline-ui';

export const useUiStore = create<UiState>()(
  persist(
    (): UiState => ({
      theme: 'system',
      density: 'comfortable',
      sendKey: 'enter',
      follow: 'answer',
      isSidebarOpen: true,
      isDrawerOpen: false,
      isDemoHintDismissed: false,
    }),
    {
      name: STORAGE_KEY,
      partialize: ({ theme, density, sendKey, follow, isSidebarOpen, isDemoHintDismissed }) => ({
        theme,
        density,
        sendKey,
        follow,
        isSidebarOpen,
        isDemoHintDismissed,
      }),
    },
  ),
);

/** Another tab changed something. */
addEventListener('storage', (event) => {
  if (event.key === STORAGE_KEY) void useUiStore.persist.rehydrate();
});
