import { Check, Copy } from 'lucide-react';
import { IconButton } from './icon-button';
import { texts } from './texts';
import { useCopied } from './use-copied';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, copy] = useCopied();
  return (
    <IconButton label={isCopied ? texts.copied : label} onClick={() => copy(text)}>
      {isCopied ? <Check className="size-4" /> : <Copy className="size-4" />}
    </IconButton>
  );
}
