import type { ApiKeySecret } from '@app/chat-protocol';
import { useEffect, useRef } from 'react';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';

/** The one time a key is seen. */
export function NewKey({ secret, onDone }: { secret: ApiKeySecret; onDone: () => void }) {
  const { keys } = lateTexts.account;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []); // which selects it and brings it into view
  return (
    <div className="fade-in mt-2 rounded-xl bg-primary-soft p-3.5 text-sm leading-5">
      <p role="status">
        <bdi className="font-medium">{keys.created(secret.name)}</bdi> <span>{keys.once}</span>
      </p>
      <div className="mt-2 flex items-center gap-1">
        <input
          ref={field}
          readOnly
          aria-label={keys.value}
          value={secret.key}
          onFocus={(event) => event.target.select()}
          className="h-9 min-w-0 flex-1 rounded-lg border border-input bg-card px-2.5 font-mono text-[13px] outline-none focus:border-ring focus:ring-1 focus:ring-ring pointer-coarse:h-11"
        />
        <CopyButton text={secret.key} label={keys.copy} />
        <Button onClick={onDone} className="h-9">
          {texts.done}
        </Button>
      </div>
    </div>
  );
}
