import { Info, X } from 'lucide-react';
import { IconButton } from '../ui/icon-button';
import { texts } from '../ui/texts';
import { useUiStore } from '../ui/ui-store';

/** Tells whoever runs this server how to get a real model. */
export function DemoHint() {
  const isDismissed = useUiStore((state) => state.isDemoHintDismissed);
  if (isDismissed) return null;
  return (
    <div className="mt-2 flex items-center gap-3 rounded-2xl bg-primary-soft py-2 ps-4 pe-2 text-[13px] max-sm:mt-0 max-sm:mb-4">
      <Info aria-hidden className="size-4 shrink-0 text-primary" />
      <p className="min-w-0 flex-1">
        {texts.empty.demo} {texts.empty.demoHint} <code className="font-mono text-[12.5px]">OPENAI_API_KEY=…</code>
      </p>
      <IconButton label={texts.dismiss} onClick={() => useUiStore.setState({ isDemoHintDismissed: true })}>
        <X className="size-4" />
      </IconButton>
    </div>
  );
}
