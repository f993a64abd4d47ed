import { memo } from 'react';
import { Answer, type AnswerProps } from './answer';
import { UserMessage, type UserMessageProps } from './user-message';

export type MessageRowProps = AnswerProps & UserMessageProps;

/** One message. The SDK keeps the identity of messages that did not change, so only the running one renders again. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  return props.message.role === 'user' ? <UserMessage {...props} /> : <Answer {...props} />;
});
