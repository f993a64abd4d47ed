import type { FeedEvent } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { Hints } from '../turns/hints.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';

/** Tells every tab and device of a user what changed, whichever process it changed in. */
@Injectable()
export class Feed {
  constructor(connections: Connections, hints: Hints) {
    hints.on('feed', (userId, event) => tell(connections.ofUser(userId), event));
    hints.on('resync', () => tell(connections, { kind: 'resync' }));
  }
}

function tell(connections: Iterable<Connection>, event: FeedEvent): void {
  for (const connection of connections) connection.sendIfOurs({ type: 'event', requestId: '', event });
}
