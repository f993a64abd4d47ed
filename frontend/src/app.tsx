import { Navigate, Route, Routes } from 'react-router';

import { type Access, useAccess } from './auth/access';
import { ChatPage } from './chat/chat-page';
import { NewChatPage } from './chat/new-chat-page';
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

const nothing = () => null;
const SignInPage = late(() => import('./auth/sign-in-page'), nothing);
const AdminPage = late(() => import('./admin/admin-page'), nothing);

export function App() {
  const theme = useTheme();
  useDensity();
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
                {view.user.role === 'admin' && <Route path="/admin/*" element={<AdminPage />} />}
                <Route path="*" element={<Navigate to="/" replace />} />
              </Routes>
            </Shell>
            <Dialogs />
          </>
        }
      />
    </Routes>
  );
}
