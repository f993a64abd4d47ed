import type { ConnectionSnapshot } from '@app/chat-transport';
import { useSyncExternalStore } from 'react';
import { chatClient } from './chat-client';

export function useConnection(): ConnectionSnapshot {
  return useSyncExternalStore(chatClient.connection.subscribe, chatClient.connection.getSnapshot);
}
