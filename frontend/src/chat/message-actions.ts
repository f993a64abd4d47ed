import type { Feedback } from '@app/chat-protocol';

/** What a reader can do with a message. One object for the life of a thread, so that rows need not render again. */
export interface MessageActions {
  /** Asks again: another version of an answer, or an unsent message once more. */
  retry: (messageId: string) => void;
  /** Goes on with an answer that ended early. */
  continueAnswer: (messageId: string) => void;
  /** null = the editor closes. */
  setEditing: (messageId: string | null) => void;
  /** Sends the question again in other words. */
  edit: (messageId: string, text: string) => void;
  showVersion: (messageId: string) => void;
  /** Gives up a message that has not left this device. */
  discard: (messageId: string) => void;
  /** null = takes it back. */
  rate: (messageId: string, feedback: Feedback | null) => void;
}
