import type { ConnectionSnapshot } from '@app/chat-transport';
import { CloudOff, LogOut, type LucideIcon, RefreshCw, Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useAccess } from '../auth/access';
import { Button } from '../ui/button';
import { outdatedStore } from '../page-version';
import { openDialog } from '../ui/dialogs';
import { texts } from '../ui/texts';
import { useDelayed } from '../ui/use-delayed';
import { chatClient } from './chat-client';
import { useConnection } from './use-connection';

/** Most breaks heal sooner than this and are not worth a word. */
const QUIET_MS = 2_000;

/** Says what is wrong with the connection once it has been wrong for a while, and when the page itself is too old. */
export function ConnectionBanner() {
  const { phase } = useAccess();
  const connection = useConnection();
  const isOutdated = useStore(outdatedStore);
  const isDown = connection.state !== 'open';
  const isDue = useDelayed(isDown, QUIET_MS);
  if (phase === 'ended') {
    return (
      <Banner
        Icon={LogOut}
        text={texts.connection.bannerEnded}
        action={<Button onClick={() => openDialog('sign-in')}>{texts.signIn.titles['sign-in']}</Button>}
      />
    );
  }
  if (isDue) return <Banner Icon={CloudOff} text={bannerText(connection)} action={<RetryNow />} />;
  if (!isOutdated) return null;
  return (
    <Banner
      Icon={Sparkles}
      text={texts.connection.bannerOutdated}
      action={<Button onClick={() => location.reload()}>{texts.reload}</Button>}
    />
  );
}

function bannerText({ isOffline }: ConnectionSnapshot): string {
  return isOffline ? texts.connection.bannerOffline : texts.connection.bannerReconnecting;
}

function RetryNow() {
  return (
    <Button onClick={() => chatClient.redial()}>
      <RefreshCw aria-hidden className="size-3.5" />
      {texts.connection.retryNow}
    </Button>
  );
}

function Banner({ Icon, text, action }: { Icon: LucideIcon; text: string; action: ReactNode }) {
  return (
    <output className="fade-in block mx-auto w-full max-w-3xl shrink-0 px-3 pb-2 sm:px-5">
      <div className="flex items-center gap-3 rounded-[14px] bg-warning-soft py-2 ps-3.5 pe-2 text-sm">
        <Icon aria-hidden className="size-4 shrink-0 text-warning" />
        <p className="min-w-0 flex-1">{text}</p>
        {action}
      </div>
    </output>
  );
}
