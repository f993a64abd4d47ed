import type { FeedEvent } from '@app/chat-protocol';
import { chatClient } from './chat-client';
import { forgetSession, loadedSession, loadedSessions } from './sessions';

/** Brings what the server tells over the socket to the conversations of this page. */
export function connectFeed(): void {
  chatClient.on('accepted', (frame) => {
    loadedSessions()
      .find((session) => session.hasMessage(frame.messageId))
      ?.onAccepted(frame);
  });
  chatClient.on('status', (frame) => {
    loadedSessions()
      .find((session) => session.hasTurn(frame.turnId))
      ?.onStatus(frame);
  });
  chatClient.on('outbox-changed', () => {
    for (const session of loadedSessions()) void session.onOutboxChanged();
  });
  chatClient.on('error', ({ conversationId, error }) => {
    if (conversationId !== undefined) loadedSession(conversationId)?.onRefused(error);
  });
  chatClient.on('event', handleEvent);
}

function handleEvent(event: FeedEvent): void {
  switch (event.kind) {
    case 'conversation-changed': // another tab may show another branch
      void loadedSession(event.conversationId)?.refresh();
      break;
    case 'conversation-deleted':
      loadedSession(event.conversationId)?.store.setState({ phase: 'missing' });
      loadedSession(event.conversationId)?.queue.clear();
      forgetSession(event.conversationId);
      break;
    case 'turn-started':
      loadedSession(event.conversationId)?.onTurnStarted(event.userMessageId);
      break;
    case 'turn-settled':
      loadedSession(event.conversationId)?.onTurnSettled(event.turnId);
      break;
    case 'resync':
      for (const session of loadedSessions()) void session.refresh();
      break;
  }
}
