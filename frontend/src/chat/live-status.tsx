import type { ChatMessage } from '@app/chat-protocol';
import type { ChatStatus } from 'ai';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { texts } from '../ui/texts';
import { isBusy } from './answer-state';
import { textOf } from './message-text';

const READ_CHARACTERS = 300;
/** A stopped or failed answer learns its ending just after its chat has. */
const SETTLE_MS = 150;

/** Tells screen readers that an answer runs and how it begins. The streaming text itself is never a live region. */
export function LiveStatus({ messages, status }: { messages: ChatMessage[]; status: ChatStatus }) {
  const [end, setEnd] = useState('');
  const hasRun = useRef(false);
  const isRunning = isBusy(status);
  const announceEnd = useEffectEvent(() => setEnd(status === 'error' ? '' : ending(messages.at(-1))));
  useEffect(() => {
    hasRun.current ||= isRunning;
    if (isRunning || !hasRun.current) return;
    const timer = setTimeout(() => announceEnd(), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      setEnd('');
    };
  }, [isRunning]);
  return (
    <output aria-live="polite" className="sr-only">
      {isRunning ? texts.status.answering : end}
    </output>
  );
}

/** A failed answer says nothing here: its card is an alert of its own. */
function ending(last: ChatMessage | undefined): string {
  if (last === undefined || last.metadata?.status === 'failed') return '';
  if (last.metadata?.status === 'stopped') return texts.status.stopped;
  return texts.status.complete(textOf(last).slice(0, READ_CHARACTERS));
}
