import { Chat } from '@ai-sdk/react';
import type {
  AcceptedFrame,
  ActiveTurnView,
  AnswerStatus,
  ChatMessage,
  Feedback,
  MessageMetadata,
  MessagePage,
  StatusFrame,
} from '@app/chat-protocol';
import type { ChatClient } from '@app/chat-transport';
import { createStore } from 'zustand/vanilla';
import { listMessages, patchConversation } from '../api/conversations';
import { RequestError } from '../api/request';
import { createId } from '../ui/create-id';
import { answerState, isBusy } from './answer-state';
import { findPageAround, isNotFound } from './history';
import { appendUnsent, isUnsent, mergeHistory } from './merge-history';
import { MessageQueue, type QueuedMessage } from './message-queue';
import { textOf } from './message-text';
import type { ReadingPlace } from './reading-place';

/** Wait before the server is asked again about a turn that could not be followed. */
const POLL_MS = 1_000;

export interface SessionState {
  /** `missing` = the server knows no such conversation; `failed` = it could not be asked. */
  phase: 'unloaded' | 'loading' | 'ready' | 'missing' | 'failed';
  /** null = the conversation starts with the first message shown. */
  olderCursor: string | null;
  isLoadingOlder: boolean;
  /** null = what is shown goes on to the newest message; else it ends before, and this leads on. */
  newerCursor: string | null;
  /** The message a reader was sent to, a new object each time; null = the end. */
  target: { messageId: string } | null;
  /** What the answer is waiting for; null = nothing. */
  wait: AnswerStatus | Pick<StatusFrame, 'state' | 'position'> | null;
  /** Messages an earlier page left unsent; the transport sends them by itself. */
  restoredIds: ReadonlySet<string>;
  /** When the server may take what it refused last (ms epoch); null = it gave no advice. A moment of the past says nothing. */
  retryAt: number | null;
}

/**
 * One conversation of this page: its chat, the history around it, the turns the server works on and the messages that
 * wait for them. Lives outside React, so that its answer goes on while another conversation is shown.
 */
export class ConversationSession {
  readonly chat: Chat<ChatMessage>;
  readonly store = createStore<SessionState>(() => ({
    phase: 'unloaded',
    olderCursor: null,
    isLoadingOlder: false,
    newerCursor: null,
    target: null,
    wait: null,
    restoredIds: new Set(),
    retryAt: null,
  }));
  readonly queue: MessageQueue;

  private placeLeft: ReadingPlace | null = null;
  /** Turns of this conversation that have not ended, oldest first. */
  private turns: ActiveTurnView[] = [];
  /** A second resume would make the SDK abort the first, and `abort` stops the turn on the server. */
  private isFollowing = false;
  /** Something changed on the server while this chat was busy. */
  private isStale = false;
  /** What the server said has happened here since the page came; history that was asked for before is out of date. */
  private changes = 0;
  private isLoadingNewer = false;
  /** The message behind which the queue goes on although its answer did not complete: the user said so. */
  private wavedOnId: string | undefined;
  private catchUpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly id: string,
    private readonly client: ChatClient,
  ) {
    this.chat = new Chat<ChatMessage>({
      id,
      transport: client.transport,
      generateId: createId,
      onData: (part) => {
        if (part.type === 'data-status') this.store.setState({ wait: part.data });
      },
      onFinish: ({ message, isAbort }) => {
        if (isAbort) this.patchMetadata(message.id, { status: 'stopped' });
        const hasEnded = this.turns.some((turn) => turn.answerId === message.id);
        this.turns = this.turns.filter((turn) => turn.answerId !== message.id);
        this.store.setState({ wait: null });
        // Not before the SDK has ended its own work on this answer.
        setTimeout(() => {
          this.sendNext();
          this.catchUpIn(hasEnded ? 0 : POLL_MS);
        });
      },
    });
    this.queue = new MessageQueue(id, () => this.sendNext());
  }

  get isBusy(): boolean {
    return this.isFollowing || isBusy(this.chat.status);
  }

  /** Where the reader left it for another conversation; null = it was not shown yet. */
  get place(): ReadingPlace | null {
    return this.placeLeft;
  }

  /** The reader goes elsewhere from here. */
  leaveAt(place: ReadingPlace): void {
    this.placeLeft = place;
  }

  /** Makes this a conversation the server has never heard of. */
  startNew(): void {
    this.store.setState({ phase: 'ready' });
  }

  /** Loads the conversation, once, at its end or round a message that the reader is sent to. */
  async open(messageId: string | null = null): Promise<void> {
    const { phase } = this.store.getState();
    if (phase === 'loading') return;
    if (phase === 'ready') {
      if (messageId !== null) await this.jumpTo(messageId);
      return;
    }
    this.store.setState({ phase: 'loading' });
    await this.load(messageId);
  }

  /** Lays the server's truth over what is shown, now or when the running answer has ended. */
  async refresh(): Promise<void> {
    const { phase, newerCursor } = this.store.getState();
    if (phase === 'failed') return this.open();
    if (phase !== 'ready') return;
    this.isStale = true;
    if (!this.isBusy && newerCursor === null) await this.load();
  }

  async loadOlder(): Promise<void> {
    const { olderCursor, isLoadingOlder } = this.store.getState();
    if (olderCursor === null || isLoadingOlder) return;
    this.store.setState({ isLoadingOlder: true });
    try {
      const page = await listMessages(this.id, { cursor: olderCursor });
      if (this.store.getState().olderCursor !== olderCursor) return; // the reader has gone elsewhere meanwhile
      this.chat.messages = [...page.messages.filter(({ id }) => !this.hasMessage(id)), ...this.chat.messages];
      this.store.setState({ olderCursor: page.nextCursor });
    } catch {
      // The next scroll towards the top asks again.
    } finally {
      this.store.setState({ isLoadingOlder: false });
    }
  }

  /** Goes on towards the newest message, where what is shown ends before it. */
  async loadNewer(): Promise<void> {
    const { newerCursor } = this.store.getState();
    if (newerCursor === null || this.isLoadingNewer) return;
    this.isLoadingNewer = true;
    try {
      const page = await listMessages(this.id, { cursor: newerCursor });
      if (this.store.getState().newerCursor !== newerCursor) return;
      this.chat.messages = [...this.chat.messages, ...page.messages.filter(({ id }) => !this.hasMessage(id))];
      this.store.setState({ newerCursor: page.newerCursor });
      if (page.newerCursor === null) await this.refresh();
    } catch {
      // The next scroll towards the end asks again.
    } finally {
      this.isLoadingNewer = false;
    }
  }

  /** Shows a message of any branch. False = there is no such message, or it cannot be shown while an answer is made. */
  async jumpTo(messageId: string): Promise<boolean> {
    if (!this.hasMessage(messageId)) {
      const page = this.isBusy ? null : await findPageAround(this.id, messageId).catch(() => null);
      if (page === null || this.isBusy) return false;
      this.lay(page);
    }
    this.store.setState({ target: { messageId } });
    return true;
  }

  /** Back from a jump to the end of the conversation. */
  async showLatest(): Promise<void> {
    if (this.store.getState().newerCursor === null) return;
    await this.load();
    this.store.setState({ target: null });
  }

  /** Shows another version of a message and what follows it, in every tab. */
  async showBranch(messageId: string): Promise<void> {
    if (this.isBusy) return;
    await patchConversation(this.id, { shownMessageId: messageId });
    const page = await listMessages(this.id, { around: messageId });
    if (!this.isBusy) this.lay(page);
  }

  /** Sends a message, behind those that wait if an answer is being made. */
  async send(text: string): Promise<void> {
    await this.showLatest();
    const message = { id: createId(), text };
    const isAtEnd = this.store.getState().newerCursor === null;
    if (isAtEnd && !this.isBusy && this.turns.length === 0 && this.queue.messages.length === 0)
      return this.post(message);
    this.wavedOnId = this.chat.lastMessage?.id;
    this.queue.add(message);
  }

  /** Stops the running answer and sends this message of the queue. */
  async sendQueuedNow(messageId: string): Promise<void> {
    this.queue.moveToFront(messageId);
    await this.settle();
    this.wavedOnId = this.chat.lastMessage?.id;
    this.sendNext();
  }

  /** Asks the same place of the conversation in other words: a new version of the question, shown in place of the old. */
  async edit(messageId: string, text: string): Promise<void> {
    await this.settle();
    if (this.chat.messages[0]?.id === messageId) await this.loadOlder(); // its parent must be known
    const index = this.chat.messages.findIndex(({ id }) => id === messageId);
    if (index === -1) return;
    this.chat.messages = this.chat.messages.slice(0, index);
    this.store.setState({ newerCursor: null });
    this.post({ id: createId(), text });
  }

  /** Another version of an answer, the last one by default; a message that was never stored is sent again as it was. */
  async retry(messageId: string | undefined = this.chat.lastMessage?.id): Promise<void> {
    await this.settle();
    const message = this.chat.messages.find(({ id }) => id === messageId);
    if (message === undefined) return;
    this.store.setState({ newerCursor: null });
    if (isUnsent(message)) {
      const { id, parts, metadata } = message;
      this.run(this.chat.sendMessage({ messageId: id, parts, metadata }));
    } else this.run(this.chat.regenerate({ messageId: message.id }));
  }

  /** A new version of an answer that ended early: it begins with what there is and goes on from there. */
  continueAnswer(messageId: string): void {
    this.run(this.chat.regenerate({ messageId, body: { continue: true } }));
  }

  /** Stops the running answer, whoever began it. */
  stop(): void {
    const running = this.turns.find((turn) => turn.answerId === this.chat.lastMessage?.id) ?? this.turns[0];
    if (running !== undefined) this.client.stop(running.turnId);
    else this.discardUnsent();
    this.run(this.chat.stop());
  }

  /** Takes back a message that was never stored. Returns its text. What stood in its place is shown again. */
  withdraw(messageId: string): string {
    const message = this.chat.messages.find(({ id }) => id === messageId);
    this.run(this.chat.stop());
    this.chat.messages = this.chat.messages.filter(({ id }) => id !== messageId);
    this.chat.clearError();
    this.queue.remove(messageId);
    this.run(this.client.outbox.discard(messageId).then(() => this.refresh()));
    return message === undefined ? '' : textOf(message);
  }

  setFeedback(messageId: string, feedback: Feedback | undefined): void {
    this.patchMetadata(messageId, { feedback });
  }

  /** The page lets go of it. */
  close(): void {
    clearTimeout(this.catchUpTimer);
    this.queue.close();
  }

  hasMessage(messageId: string): boolean {
    return this.chat.messages.some(({ id }) => id === messageId);
  }

  hasTurn(turnId: string): boolean {
    return this.turns.some((turn) => turn.turnId === turnId);
  }

  onAccepted({ messageId, turnId, answerId, persistedAt }: AcceptedFrame): void {
    this.changes += 1;
    this.patchMetadata(messageId, { createdAt: persistedAt, turnId });
    this.queue.remove(messageId);
    if (!this.hasTurn(turnId)) this.turns = [...this.turns, { turnId, answerId, status: 'running' }];
    if (!this.isBusy) this.run(this.refresh()); // a message that an earlier page had left unsent: nobody follows its answer
  }

  onStatus(frame: StatusFrame): void {
    this.store.setState({ wait: frame });
  }

  /** The server refused a request of this conversation, or of the page for it. */
  onRefused({ retryAfterMs }: { retryAfterMs?: number | undefined }): void {
    this.store.setState({ retryAt: retryAfterMs === undefined ? null : Date.now() + retryAfterMs });
  }

  onTurnStarted(userMessageId: string): void {
    this.changes += 1;
    const isOwn = isBusy(this.chat.status) && this.hasMessage(userMessageId);
    if (isOwn) this.store.setState({ wait: null });
    if (!isOwn) this.run(this.refresh());
  }

  onTurnSettled(turnId: string): void {
    this.changes += 1;
    this.turns = this.turns.filter((turn) => turn.turnId !== turnId);
    this.run(this.refresh());
  }

  /** A restored message that has left the outbox unstored was given up. */
  async onOutboxChanged(): Promise<void> {
    const { restoredIds } = this.store.getState();
    if (restoredIds.size === 0) return;
    const waitingIds = (await this.client.outbox.list()).map((entry) => entry.messageId);
    this.store.setState({ restoredIds: new Set(waitingIds.filter((id) => restoredIds.has(id))) });
  }

  /** @param messageId the message the reader is sent to; null = the newest */
  private async load(messageId: string | null = null): Promise<void> {
    const asOf = this.changes;
    let page: MessagePage;
    let isFound = false;
    try {
      const around = messageId === null ? null : await findPageAround(this.id, messageId);
      isFound = around !== null;
      page = around ?? (await listMessages(this.id));
    } catch (error) {
      if (error instanceof RequestError) this.onRefused(error);
      await this.onLoadFailed(isNotFound(error));
      return;
    }
    if (this.isBusy) return; // an answer began meanwhile: this page is out of date, `isStale` asks again when it has ended
    // One began and ended meanwhile: its messages would be gone from the page, and what is sent next in the wrong place.
    if (this.changes !== asOf) return this.load(messageId);
    const isFirst = this.store.getState().phase !== 'ready';
    this.lay(page);
    if (isFound && messageId !== null) this.store.setState({ target: { messageId } });
    this.store.setState({ phase: 'ready' });
    if (isFirst && page.newerCursor === null) await this.restoreUnsent();
    this.sendNext();
  }

  /** Shows a page of the server, with what is loaded around it. */
  private lay(page: MessagePage): void {
    const hadAll = this.hasMessage(page.messages[0]?.id ?? '');
    const { newerCursor } = page;
    this.chat.messages = mergeHistory(this.chat.messages, page.messages);
    this.store.setState({ newerCursor, ...(hadAll ? {} : { olderCursor: page.nextCursor }) });
    for (const { id } of page.messages) this.queue.remove(id);
    this.turns = page.activeTurns;
    if (newerCursor !== null) return; // the running answer is not on this page: nothing to follow
    this.isStale = false;
    if (this.turns.length > 0) this.run(this.follow());
  }

  private async onLoadFailed(isMissing: boolean): Promise<void> {
    if (this.store.getState().phase === 'ready') {
      const wasStored = this.chat.messages.some(({ metadata }) => metadata?.createdAt !== undefined);
      if (isMissing && wasStored) this.store.setState({ phase: 'missing' });
      return; // otherwise what is shown stays; the next event asks again
    }
    if (!isMissing) this.store.setState({ phase: 'failed' });
    else this.store.setState({ phase: (await this.restoreUnsent()) ? 'ready' : 'missing' });
  }

  private async follow(): Promise<void> {
    if (this.isBusy || this.store.getState().newerCursor !== null) return;
    this.isFollowing = true;
    const followed = this.turns[0]?.turnId ?? '';
    try {
      await this.chat.resumeStream();
    } finally {
      this.isFollowing = false;
    }
    // Nothing to follow although history said so: the turn is ending right now, or waits for a server to take it over.
    if (this.hasTurn(followed)) this.catchUpIn(POLL_MS);
  }

  /** One timer only: whatever fails in between, the server is not asked more often than this. */
  private catchUpIn(delayMs: number): void {
    clearTimeout(this.catchUpTimer);
    this.catchUpTimer = setTimeout(() => {
      if (this.isStale || this.turns.length > 0) this.run(this.refresh());
    }, delayMs);
  }

  /** Shows messages that were written but not stored before the page was closed. Returns whether there are any. */
  private async restoreUnsent(): Promise<boolean> {
    const entries = await this.client.outbox.list();
    const unsent = entries.filter((entry) => entry.conversationId === this.id && !this.hasMessage(entry.messageId));
    if (unsent.length === 0) return false;
    this.chat.messages = unsent
      .map(({ message, earlierIds }) => ({ ...message, metadata: { parentId: earlierIds.at(-1) ?? null } }))
      .reduce(appendUnsent, this.chat.messages);
    this.store.setState({ restoredIds: new Set(unsent.map((entry) => entry.messageId)) });
    return true;
  }

  /** Sends what waits, once nothing is in its way. */
  private sendNext(): void {
    const { phase, newerCursor } = this.store.getState();
    if (phase !== 'ready' || newerCursor !== null || this.isBusy || this.turns.length > 0 || !this.queue.isSender)
      return;
    const next = this.queue.messages.find(({ id }) => !this.hasMessage(id)); // what is shown already is on its way
    if (next === undefined) return;
    const last = this.chat.lastMessage;
    const isDone = last?.role === 'assistant' && answerState(last, true, this.chat.status) === 'completed';
    if (isDone || last?.id === this.wavedOnId) this.post(next);
  }

  private post({ id, text }: QueuedMessage): void {
    const metadata = { parentId: this.chat.lastMessage?.id ?? null };
    this.run(this.chat.sendMessage({ id, role: 'user', parts: [{ type: 'text', text }], metadata }));
  }

  /** Stops what runs and waits until it has. */
  private async settle(): Promise<void> {
    if (!this.isBusy) return;
    this.stop();
    await this.chat.stop();
  }

  private discardUnsent(): void {
    const last = this.chat.messages.findLast(({ role }) => role === 'user');
    if (last !== undefined && last.metadata?.createdAt === undefined) this.run(this.client.outbox.discard(last.id));
  }

  private patchMetadata(messageId: string, metadata: MessageMetadata): void {
    if (!this.hasMessage(messageId)) return;
    this.chat.messages = this.chat.messages.map((message) =>
      message.id === messageId ? { ...message, metadata: { ...message.metadata, ...metadata } } : message,
    );
  }

  /** Failures of the chat are shown from its own state; what remains is a fault of the page, for the console. */
  private run(work: Promise<unknown>): void {
    work.catch((error: unknown) => console.error(error));
  }
}
