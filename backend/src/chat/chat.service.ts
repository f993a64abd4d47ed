import { randomUUID } from 'node:crypto';
import type { SendFrame } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { transact } from '../database/transact.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { Node } from '../turns/node.js';
import { TurnRunner } from '../turns/turn-runner.js';
import type { Turn } from '../turns/turn.entity.js';
import { TurnsRepository } from '../turns/turns.repository.js';
import { TurnAdmission } from './turn-admission.js';

/** How a turn begins: to run here, or to wait. */
type Begin = Pick<Turn, 'id' | 'status' | 'owner' | 'attempt'>;

/** What became of a `send`: its turn, and whether this very call made it. */
export interface Asked {
  turn: Turn;
  /** False = the request was known: follow its turn, there is nothing to start. */
  isNew: boolean;
  /** Turns of the conversation that run or wait before this one. */
  turnsAhead: number;
  /** When the user's message was committed; database clock. */
  persistedAt: Date;
}

/** Questions and their turns, whatever socket they came by. */
@Injectable()
export class ChatService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: MessagesRepository,
    private readonly turns: TurnsRepository,
    private readonly runner: TurnRunner,
    private readonly node: Node,
    private readonly admission: TurnAdmission,
  ) {}

  /**
   * Saves what the user sent and the turn that will answer it, in one transaction: when this resolves, both are
   * committed and no model has been called. The same request, or the same message while its turn lives, finds its turn
   * again. Call `start` next.
   *
   * @throws ChatError `queue-full`, `too-many-requests`, `too-many-running`, `quota-used-up`, `bad-frame`
   */
  ask(userId: string, frame: SendFrame): Promise<Asked> {
    return transact(this.dataSource, async (manager, commit) => {
      const { counted, asked } = await this.open(manager, userId, frame);
      const { unfinished } = asked;
      const known = asked.sameRequest ?? (await this.findSameMessage(manager, userId, frame, unfinished));
      if (known) {
        await this.admission.uncount(manager, userId);
        const question = await this.messages.getMessage(manager, userId, frame.id, known.userMessageId);
        const turnsAhead = Math.max(
          0,
          unfinished.findIndex((turn) => turn.id === known.id),
        );
        return { turn: known, isNew: false, turnsAhead, persistedAt: question.timestamp };
      }
      this.admission.check(counted, unfinished, asked.running);
      const begin: Begin = {
        id: randomUUID(),
        ...(unfinished.length === 0
          ? { status: 'running', owner: this.node.id, attempt: 1 }
          : { status: 'queued', owner: null, attempt: 0 }),
      };
      const isNew = frame.continuesId === null && !asked.isStored;
      const isLimited = this.admission.reserves(counted);
      const saving = isNew
        ? this.messages.saveAsked(manager, userId, frame, begin)
        : this.saveAgain(manager, userId, frame, begin);
      if (isNew && !isLimited) commit();
      const saved = await saving;
      if (isLimited) await this.admission.reserve(manager, saved.turn);
      return { ...saved, isNew: true, turnsAhead: unfinished.length };
    });
  }

  /**
   * Lets the model answer, unless the turn waits for others or runs already.
   *
   * @param storedMs from the arrival of the question to its commit
   */
  start({ turn, isNew }: Asked, storedMs: number): void {
    if (isNew && turn.status === 'running') this.runner.start(turn, storedMs);
  }

  /** What `resume` follows: the turn named, else the conversation's oldest unfinished one, else its newest; null = none. */
  async findToFollow(userId: string, conversationId: string, turnId: string | undefined): Promise<Turn | null> {
    if (turnId === undefined) return this.turns.findToFollow(userId, conversationId);
    const turn = await this.turns.find(userId, turnId);
    return turn?.conversationId === conversationId ? turn : null;
  }

  /** Stops a turn wherever it runs, keeping what came so far. Idempotent; nothing happens when it has ended. */
  async stop(userId: string, turnId: string): Promise<void> {
    const turn = await this.turns.requestStop(userId, turnId);
    if (turn === null) return;
    if (turn.status === 'queued') this.runner.settle(turn, [], 'stopped');
    else this.runner.requestStop(turn.id);
  }

  /** Takes the conversation, and looks at what it holds. */
  private async open(manager: EntityManager, userId: string, frame: SendFrame) {
    for (;;) {
      const [counted, asked] = await Promise.all([
        this.messages.openConversation(manager, userId, frame),
        this.turns.listAsked(manager, userId, frame.id, frame.requestId, frame.message.id),
      ]);
      if (counted !== null) return { counted, asked };
    }
  }

  /** Of a message that is stored already: it was edited, is to be answered again, or its answer goes on. */
  private async saveAgain(manager: EntityManager, userId: string, frame: SendFrame, begin: Begin) {
    const question = await this.messages.saveUserMessage(manager, userId, frame);
    const { continuesId, requestId } = frame;
    if (continuesId !== null) await this.messages.getUnfinishedAnswer(manager, question, continuesId);
    const turn = await this.turns.insert(manager, {
      ...begin,
      userId,
      conversationId: frame.id,
      requestId,
      userMessageId: question.id,
      answerId: await this.messages.addPendingAnswer(manager, question),
      continuesId,
    });
    return { turn, persistedAt: question.timestamp };
  }

  private async findSameMessage(
    manager: EntityManager,
    userId: string,
    frame: SendFrame,
    unfinished: Turn[],
  ): Promise<Turn | null> {
    if (frame.trigger === 'regenerate-message') return null;
    const sameMessage = unfinished.find((turn) => turn.userMessageId === frame.message.id);
    if (!sameMessage) return null;
    const stored = await this.messages.getMessage(manager, userId, frame.id, frame.message.id);
    return this.messages.isSame(stored, frame.message) ? sameMessage : null;
  }
}
