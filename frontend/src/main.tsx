import './style-nonce'; // before anything inserts styles
import './zod-without-eval'; // first: before anything makes a schema
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app';
import { checkAccess, watchAccess, whenIn } from './auth/access';
import { arrivalError, arrive } from './auth/arrival';
import { connectFeed } from './chat/feed';
import { RichMarkdown } from './chat/markdown/markdown';
import { openQueued, openShown } from './chat/sessions';
import { connectList } from './conversations/live-list';
import { watchPageVersion } from './page-version';
import { queryClient } from './query-client';
import { watchBack } from './ui/back-to-close';
import { openDialog } from './ui/dialogs';

/** The Markdown renderer comes after the first screen and before the first answer. */
const PRELOAD_MS = 500;

arrive();
connectFeed();
connectList(queryClient);
watchAccess();
watchPageVersion();
watchBack();
void whenIn().then(() => {
  openShown(location);
  openQueued();
  setTimeout(() => RichMarkdown.preload(), PRELOAD_MS);
  if (arrivalError.getState() !== null) openDialog('sign-in');
});
void checkAccess();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
