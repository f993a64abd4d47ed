import { Command as Cmdk } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Dialog } from '../ui/dialog';
import { closeDialog } from '../ui/dialogs';
import { Keys } from '../ui/keys';
import { nameKeys } from '../ui/shortcuts';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { useUiStore } from '../ui/ui-store';
import { CommandItems } from './command-items';
import { RecentItems } from './recent-items';
import { ResultItems, ResultState } from './result-items';
import { useSearch } from './use-search';

/** Finds conversations, messages and commands. */
export default function Palette() {
  const [text, setText] = useState('');
  const found = useSearch(text);
  const navigate = useNavigate();
  const isAsked = text.trim() !== '';

  /** Closed first: what follows may open another dialog or take the focus. */
  const run = (action: () => void) => {
    closeDialog();
    useUiStore.setState({ isDrawerOpen: false });
    action();
  };
  const go = (path: string) => run(() => void navigate(path));

  return (
    <Dialog
      isBare
      title={lateTexts.palette.label}
      className="w-full max-w-160 sm:w-[calc(100%-2rem)] sm:top-[12dvh] sm:max-h-[min(34rem,76dvh)]"
    >
      <Cmdk
        shouldFilter={false}
        loop
        vimBindings={false}
        label={lateTexts.palette.label}
        className="flex min-h-0 flex-col"
      >
        <div className="flex h-13 shrink-0 items-center gap-3 border-b px-4">
          <Search aria-hidden className="size-4.5 shrink-0 text-muted-foreground" />
          <Cmdk.Input
            dir="auto"
            value={text}
            onValueChange={setText}
            placeholder={lateTexts.palette.placeholder}
            className="h-full min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-muted-foreground sm:text-[15px]"
          />
          <button
            type="button"
            onClick={closeDialog}
            className="-me-2 shrink-0 rounded-lg px-2 py-1 text-sm text-muted-foreground hover:text-foreground pointer-coarse:h-11"
          >
            <span className="pointer-fine:sr-only">{texts.close}</span>
            <Keys names={nameKeys({ key: 'escape' })} className="align-middle pointer-coarse:hidden" />
          </button>
        </div>
        {isAsked && <ResultState found={found} />}
        <Cmdk.List
          label={lateTexts.palette.results}
          aria-busy={isAsked && found.isBehind}
          className="min-h-0 flex-1 scroll-py-2 overflow-y-auto overscroll-contain p-2"
        >
          {isAsked ? <ResultItems found={found} onGo={go} /> : <RecentItems onGo={go} />}
          <CommandItems text={text} onRun={run} />
        </Cmdk.List>
      </Cmdk>
    </Dialog>
  );
}
