import { randomUUID } from 'node:crypto';
import type { ActiveTurnView, ChatMessage } from '@app/chat-protocol';
import type { ChatClient } from '@app/chat-transport';
import type { UIMessageChunk } from 'ai';
import { consume, ourClient } from './page-client.js';
import { toPrompt, type Question } from './question.js';
import type { Rig, User } from './rig.js';

/**
 * A tab that shows one conversation, as the page does it: history over REST, our client for what streams, and the feed to
 * know when to look again. Nothing but events makes it look, so what it shows in the end tells whether one was missed.
 */
export class Tab {
  /** The messages it shows. */
  messages: ChatMessage[] = [];
  /** What it believes to be under way. */
  private turns: ActiveTurnView[] = [];
  /** Requests it has under way. */
  requests = 0;
  private wantsStop = false;
  private client!: ChatClient;
  private isStale = false;
  private catchingUp: Promise<void> | null = null;
  private isClosed = false;

  constructor(
    private readonly rig: Rig,
    private readonly name: string,
    private readonly user: User,
    private readonly conversationId: string,
  ) {
    this.open();
  }

  /** The page is loaded anew, in the middle of whatever it did. */
  reload(): void {
    this.client.close();
    this.messages = [];
    this.open();
  }

  close(): void {
    this.isClosed = true;
    this.client.close();
  }

  /** Asks something new behind what it shows. */
  send(question: Question): void {
    this.request([...this.messages, userMessage(randomUUID(), question)], 'submit-message', question.key);
  }

  /** Puts a new text in the place of the last question; nothing when it shows none. */
  edit(question: Question): void {
    const index = this.messages.findLastIndex(({ role }) => role === 'user');
    if (index < 0) return;
    const { id } = this.messages[index];
    this.request([...this.messages.slice(0, index), userMessage(id, question)], 'submit-message', question.key, id);
  }

  /** Asks for another answer to the last question; nothing when there is no answer yet. */
  regenerate(): void {
    const index = this.messages.findLastIndex(({ role }) => role === 'assistant');
    if (index < 0 || this.messages[index].metadata?.status === 'pending') return;
    this.request(this.messages.slice(0, index), 'regenerate-message', 'regenerated', this.messages[index].id);
  }

  /** Stops what it sees being answered, now or when it sees something. */
  stop(): void {
    this.wantsStop = true;
    this.stopSeen();
  }

  /** What it shows, to compare. */
  get shown(): string {
    return shownAs(this.messages);
  }

  private open(): void {
    const client = ourClient(this.rig.door(this.user));
    this.client = client;
    client.on('event', (event) => {
      if (!('conversationId' in event) || event.conversationId === this.conversationId) this.look(client);
    });
    client.connect();
    this.look(client);
  }

  /** Looks again, once more if it is being told to meanwhile. */
  private look(client: ChatClient): void {
    if (client !== this.client || this.isClosed) return;
    this.isStale = true;
    this.catchingUp ??= this.catchUp().finally(() => {
      this.catchingUp = null;
      if (this.isStale) this.look(this.client);
    });
  }

  private async catchUp(): Promise<void> {
    while (this.isStale && !this.isClosed) {
      this.isStale = false;
      const { client } = this;
      try {
        const way = this.rig.random.pick(this.rig.upServers);
        const page = await this.rig.listMessages(this.user, this.conversationId, way);
        if (client !== this.client) continue;
        this.messages = page.messages;
        this.turns = page.activeTurns;
        this.stopSeen();
      } catch {
        // Not even after asking again: the next event makes it look.
      }
    }
  }

  private stopSeen(): void {
    const [turn] = this.turns;
    if (!this.wantsStop || turn === undefined) return;
    this.wantsStop = false;
    this.client.stop(turn.turnId);
  }

  private request(
    messages: ChatMessage[],
    trigger: 'submit-message' | 'regenerate-message',
    key: string,
    messageId?: string,
  ): void {
    const { client } = this;
    const sending = client.transport.sendMessages({
      chatId: this.conversationId,
      messages,
      trigger,
      messageId,
      abortSignal: undefined,
    });
    void this.read(client, sending, key);
  }

  private async read(client: ChatClient, sending: Promise<ReadableStream<UIMessageChunk>>, key: string): Promise<void> {
    this.requests += 1;
    const trace = this.rig.history.trace(`${this.name}, ${key}`, key, false);
    try {
      await consume(await sending, trace);
    } catch {
      // Refused (the queue is full, the message has gone) or closed by a reload: then it shows what the server has.
    }
    trace.end({ kind: 'no-active' });
    this.requests -= 1;
    this.look(client);
  }
}

/** Ids, order, status and text of messages. */
export function shownAs(messages: readonly ChatMessage[]): string {
  const texts = ({ parts }: ChatMessage) => parts.map((part) => (part.type === 'text' ? part.text : ''));
  return JSON.stringify(
    messages.map((message) => [message.id, message.role, message.metadata?.status, texts(message)]),
  );
}

function userMessage(id: string, question: Question): ChatMessage {
  return { id, role: 'user', parts: [{ type: 'text', text: toPrompt(question) }] };
}
