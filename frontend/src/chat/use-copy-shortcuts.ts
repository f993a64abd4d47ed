import type { ChatMessage } from '@app/chat-protocol';
import { copyText } from '../ui/copy-text';
import { texts } from '../ui/texts';
import { toast } from '../ui/toast';
import { useShortcut } from '../ui/use-shortcut';
import { lastCodeOf } from './last-code';
import { textOf } from './message-text';

/** Copying the newest answer, and the newest block of code, by their keys. */
export function useCopyShortcuts(messages: ChatMessage[]): void {
  const answers = messages.filter((message) => message.role === 'assistant');
  const hasAnswer = answers.length > 0;
  useShortcut('copy-answer', () => copy(answers.map(textOf).findLast((text) => text !== '')), hasAnswer);
  useShortcut('copy-code', () => copy(answers.map(textOf).map(lastCodeOf).findLast(Boolean)), hasAnswer);
}

function copy(text: string | undefined): void {
  if (text === undefined) return void toast(texts.nothingToCopy);
  copyText(text).then(
    () => void toast(texts.copied),
    () => void toast(texts.copyFailed),
  );
}
