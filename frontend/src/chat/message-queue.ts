import { createStore } from 'zustand/vanilla';

/** A message that waits for the answer before it. It gets this id when it is sent. */
export interface QueuedMessage {
  id: string;
  text: string;
}

const PREFIX = 'throughline-queue:';

/**
 * The messages of one conversation that wait for an answer. Kept in the browser's storage: a reload loses none, and
 * every tab shows them. One tab alone sends them: the first that has the conversation open, and when it goes the next.
 */
export class MessageQueue {
  readonly store;
  /** Without Web Locks (plain http away from localhost) no tab can know of the others: each one sends. */
  isSender = !('locks' in navigator);

  constructor(
    private readonly conversationId: string,
    private readonly changed: () => void,
  ) {
    this.store = createStore<QueuedMessage[]>(() => read(conversationId));
    addEventListener('storage', this.onStorage);
    if (!this.isSender) this.becomeSender().catch(() => {}); // the browser refuses its locks: another tab may send
  }

  get messages(): QueuedMessage[] {
    return this.store.getState();
  }

  add(message: QueuedMessage): void {
    this.write([...this.messages, message]);
  }

  edit(id: string, text: string): void {
    this.write(this.messages.map((message) => (message.id === id ? { id, text } : message)));
  }

  moveToFront(id: string): void {
    const isIt = (message: QueuedMessage) => message.id === id;
    this.write([...this.messages.filter(isIt), ...this.messages.filter((message) => !isIt(message))]);
  }

  remove(id: string): void {
    if (this.messages.some((message) => message.id === id)) {
      this.write(this.messages.filter((message) => message.id !== id));
    }
  }

  clear(): void {
    this.write([]);
  }

  close(): void {
    removeEventListener('storage', this.onStorage);
    this.release();
  }

  private release = () => {};

  private async becomeSender(): Promise<void> {
    const held = new Promise<void>((resolve) => (this.release = resolve));
    await navigator.locks.request(PREFIX + this.conversationId, () => {
      this.isSender = true;
      this.changed();
      return held;
    });
  }

  private write(messages: QueuedMessage[]): void {
    this.store.setState(messages, true);
    try {
      if (messages.length === 0) localStorage.removeItem(PREFIX + this.conversationId);
      else localStorage.setItem(PREFIX + this.conversationId, JSON.stringify(messages));
    } catch {
      // no storage, or it is full: the queue lives as long as the page
    }
    this.changed();
  }

  /** Another tab changed it. */
  private readonly onStorage = (event: StorageEvent) => {
    if (event.key !== PREFIX + this.conversationId) return;
    this.store.setState(read(this.conversationId), true);
    this.changed();
  };
}

/** The conversations in which something waits. */
export function queuedConversations(): string[] {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : []));
  } catch {
    return []; // no storage allowed
  }
}

/** Forgets everything that waits, in every conversation. */
export function forgetQueues(): void {
  try {
    for (const id of queuedConversations()) localStorage.removeItem(PREFIX + id);
  } catch {
    // no storage allowed: there is none
  }
}

function read(conversationId: string): QueuedMessage[] {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + conversationId) ?? '[]') as QueuedMessage[];
  } catch {
    return []; // no storage allowed, or someone else wrote there
  }
}
