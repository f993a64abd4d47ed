import type { ChatMessage } from '@app/chat-protocol';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

/** A user's message on its way to the server. */
export interface OutboxEntry {
  messageId: string;
  conversationId: string;
  requestId: string;
  message: ChatMessage;
  trigger: 'submit-message' | 'regenerate-message';
  /** Ids of the messages before it, oldest first. */
  earlierIds: string[];
  /** What the request asks for besides, as the AI SDK's `body`; absent in entries of older pages. */
  body?: object;
  /** Milliseconds since the epoch. */
  createdAt: number;
  /** The tab that looks after it. */
  owner: string;
  /** Whose message it is; null = the client was not told. Nobody else ever sends it. */
  userId: string | null;
}

interface Schema extends DBSchema {
  entries: { key: string; value: OutboxEntry };
}

/** Unsent messages, kept in IndexedDB; in memory where that is refused (private mode, full disk). Never rejects. */
export class Outbox {
  private readonly memory = new Map<string, OutboxEntry>();
  private readonly database: Promise<IDBPDatabase<Schema> | null>;

  constructor(name: string) {
    this.database = openEntries(name).catch(() => null);
  }

  /** Replaces an entry of the same message. */
  async put(entry: OutboxEntry): Promise<void> {
    const key = await this.attempt((database) => database.put('entries', entry));
    if (key === undefined) this.memory.set(entry.messageId, entry);
  }

  async remove(messageId: string): Promise<void> {
    this.memory.delete(messageId);
    await this.attempt((database) => database.delete('entries', messageId));
  }

  /** Oldest first. */
  async list(): Promise<OutboxEntry[]> {
    const stored = (await this.attempt((database) => database.getAll('entries'))) ?? [];
    return [...stored, ...this.memory.values()].toSorted((a, b) => a.createdAt - b.createdAt);
  }

  async close(): Promise<void> {
    (await this.database)?.close();
  }

  /** @returns undefined where there is no database, or it failed: memory has to do */
  private async attempt<T>(work: (database: IDBPDatabase<Schema>) => Promise<T>): Promise<T | undefined> {
    const database = await this.database;
    return database === null ? undefined : work(database).catch(() => undefined);
  }
}

async function openEntries(name: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, 1, {
    upgrade: (database) => void database.createObjectStore('entries', { keyPath: 'messageId' }),
  });
}
