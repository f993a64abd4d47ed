import type { SendRequest } from './open-request.js';
import type { Settings } from './options.js';
import { Outbox, type OutboxEntry } from './outbox.js';
import { TabPresence } from './tab-presence.js';

/** Puts messages into the outbox as they are sent, and sends those that an earlier page left behind. */
export class OutboxDelivery {
  private readonly outbox: Outbox;
  private readonly presence: TabPresence;
  private readonly startedAt = Date.now();
  private lastCreatedAt = 0;
  private userId: string | null = null;

  constructor(
    settings: Settings,
    private readonly changed: () => void,
  ) {
    this.outbox = new Outbox(settings.outboxName);
    this.presence = new TabPresence(settings.locks);
  }

  /** The user's own, oldest first. */
  async list(): Promise<OutboxEntry[]> {
    return (await this.outbox.list()).filter((entry) => entry.userId === this.userId);
  }

  /** Messages of `formerId` are this user's from now on; those of anybody else are deleted. Never rejects. */
  async setUser(userId: string, formerId: string | undefined): Promise<void> {
    this.userId = userId;
    await this.presence.alone(() => this.sortOut(userId, formerId)).catch(() => this.sortOut(userId, formerId));
    this.changed();
  }

  async keep(frame: SendRequest): Promise<void> {
    const message = frame.messages.at(-1);
    if (message === undefined) return;
    // Never the same twice, so that the order of sending is the order of the list.
    this.lastCreatedAt = Math.max(Date.now(), this.lastCreatedAt + 1);
    await this.outbox.put({
      messageId: message.id,
      conversationId: frame.id,
      requestId: frame.requestId,
      message,
      trigger: frame.trigger,
      earlierIds: frame.messages.slice(0, -1).map(({ id }) => id),
      body: frame.body,
      createdAt: this.lastCreatedAt,
      owner: this.presence.id,
      userId: this.userId,
    });
    this.changed();
  }

  async remove(messageId: string): Promise<void> {
    await this.outbox.remove(messageId);
    this.changed();
  }

  /**
   * Takes over the messages of tabs that are gone; of none where the browser refuses its locks. Never rejects.
   *
   * @returns their frames, under the requestIds they had: a server that has one already takes it for the same
   */
  async adopt(): Promise<SendRequest[]> {
    const entries = await this.presence.alone(() => this.takeOver()).catch(() => []);
    return entries.map(toFrame);
  }

  close(): void {
    this.presence.leave();
    void this.outbox.close();
  }

  private async takeOver(): Promise<OutboxEntry[]> {
    const living = await this.presence.findLiving();
    const isLeft = ({ owner, createdAt }: OutboxEntry) =>
      living === null ? owner !== this.presence.id && createdAt < this.startedAt : !living.has(owner);
    const left = (await this.list()).filter(isLeft);
    await Promise.all(left.map((entry) => this.outbox.put({ ...entry, owner: this.presence.id })));
    return left;
  }

  private async sortOut(userId: string, formerId: string | undefined): Promise<void> {
    for (const entry of await this.outbox.list()) {
      if (entry.userId === userId) continue;
      if (formerId !== undefined && entry.userId === formerId) await this.outbox.put({ ...entry, userId });
      else await this.outbox.remove(entry.messageId);
    }
  }
}

function toFrame({ requestId, conversationId, trigger, earlierIds, message, body = {} }: OutboxEntry): SendRequest {
  return {
    type: 'send',
    requestId,
    id: conversationId,
    trigger,
    messageId: undefined,
    messages: [...earlierIds.map((id) => ({ id, role: 'user' as const, parts: [] })), message],
    headers: {},
    body,
    metadata: undefined,
  };
}
