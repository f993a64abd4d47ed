import { useConversations } from '../conversations/use-conversations';
import { lateTexts } from '../ui/late-texts';
import type { SignInMode } from './sign-in-form';

/** What becomes of a guest's conversations; nothing is promised where there are none, or while that is not known. */
export function GuestHint({ mode }: { mode: SignInMode }) {
  const lists = [useConversations('active'), useConversations('pinned'), useConversations('archived')];
  const { hints } = lateTexts.signIn;
  if (lists.every(({ conversations }) => conversations.length === 0)) return hints.new;
  return mode === 'sign-up' ? hints.guestUp : hints.guestIn;
}
