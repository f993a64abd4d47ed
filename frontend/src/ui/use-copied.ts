import { useEffect, useState } from 'react';
import { toast } from './toast';
import { copyText } from './copy-text';
import { texts } from './texts';

const SHOWN_MS = 1600;

/** A copy action and whether it has just succeeded. */
export function useCopied(): [isCopied: boolean, copy: (text: string, html?: string) => void] {
  const [copiedAt, setCopiedAt] = useState(0);
  useEffect(() => {
    if (copiedAt === 0) return;
    const timer = setTimeout(() => setCopiedAt(0), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copiedAt]);
  const copy = (text: string, html?: string) => {
    copyText(text, html).then(
      () => setCopiedAt(Date.now()),
      () => void toast(texts.copyFailed),
    );
  };
  return [copiedAt !== 0, copy];
}
