import { CHAT_PATH } from '@app/chat-protocol';
import { createChatTransport } from '@app/chat-transport';
import { caller } from '../api/request';

/** The page's one connection to the gateway. */
export const chatClient = createChatTransport({
  url: CHAT_PATH,
  onRefused: () => caller.renew(), // mostly a session that has run out
});
