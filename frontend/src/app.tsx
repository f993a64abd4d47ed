import type { SessionView } from '@app/chat-protocol';
import { useEffect } from 'react';
import { Navigate, Route, Routes } from 'react-router';

import { type Access, useAccess } from './auth/access';
import { NewChatPage } from './chat/new-chat-page';
import { ThreadSkeleton } from './chat/thread-skeleton';
import { Dialogs } from './dialogs';
import { Shell } from './shell';
import { late } from './ui/late';
import { Notice } from './ui/notice';
import { texts } from './ui/texts';
import { Toaster } from './ui/toaster';
import { useDelayed } from './ui/use-delayed';
import { useDensity } from './ui/use-density';
import { useTheme } from './ui/use-theme';

const QUIET_MS = 400;

/** A conversation's part of the page comes after the first screen, and before the first message is written. */
const PRELOAD_MS = 200;

const nothing = () => null;
const ChatPage = late<{ view: SessionView }>(() => import('./chat/chat-page'), ThreadSkeleton);
const SignInPage = late(() => import('./auth/sign-in-page'), nothing);
const AdminPage = late(() => import('./admin/admin-page'), nothing);
const AdminsOnly = late<{ view: SessionView }>(() => import('./admin/admins-only'), nothing);
const NotFound = late(() => import('./not-found'), nothing);
// Where it is the first screen, it need not wait until the server has said who is here.
if (location.pathname.startsWith('/c/')) ChatPage.preload();

export function App() {
  const theme = useTheme();
  useDensity();
  useEffect(() => {
    const timer = setTimeout(() => ChatPage.preload(), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <View access={useAccess()} />
      <Toaster theme={theme} />
    </>
  );
}

function View({ access }: { access: Access }) {
  const isSlow = useDelayed(access.phase === 'unknown', QUIET_MS);
  if (access.phase === 'unknown') {
    if (access.hasFailed) return <Notice title={texts.session.unreachable} hint={texts.session.unreachableHint} />;
    return isSlow ? <Notice title={texts.session.connecting} /> : null;
  }
  if (access.phase === 'out') return <SignInPage />;
  const { view } = access;
  return (
    <Routes>
      <Route path="/sign-in" element={view.user.isGuest ? <SignInPage /> : <Navigate to="/" replace />} />
      <Route
        path="*"
        element={
          <>
            <Shell view={view}>
              <Routes>
                <Route path="/" element={<NewChatPage view={view} />} />
                <Route path="/c/:id" element={<ChatPage view={view} />} />
                <Route
                  path="/admin/*"
                  element={view.user.role === 'admin' ? <AdminPage /> : <AdminsOnly view={view} />}
                />
                <Route path="*" element={<NotFound />} />
              </Routes>
            </Shell>
            <Dialogs />
          </>
        }
      />
    </Routes>
  );
}
