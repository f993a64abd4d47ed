import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { TitleModel } from '../models/title-model.js';
import { Quotas } from '../quotas/quotas.js';
import { Hints } from '../turns/hints.js';
import { TurnObserver } from '../turns/turn-observer.js';
import { TurnRunner, type SettledTurn } from '../turns/turn-runner.js';
import { TurnsRepository } from '../turns/turns.repository.js';
import { ConversationsRepository } from './conversations.repository.js';

/** As long as a stopping server waits for titles; most take less. */
const LAST_TITLES_MS = 2_000;

/**
 * Has the model name a conversation once its first answer is complete, beside all else: nothing waits for it, and where it
 * fails the first words of the question stay. Each turn ends in one process, so one only writes.
 */
@Injectable()
export class TitleWriter {
  private readonly logger = new Logger(TitleWriter.name);
  private readonly closing = new AbortController();
  private readonly writing = new Set<Promise<void>>();

  constructor(
    runner: TurnRunner,
    private readonly conversations: ConversationsRepository,
    private readonly model: TitleModel,
    private readonly quotas: Quotas,
    private readonly hints: Hints,
    private readonly observer: TurnObserver,
    private readonly turns: TurnsRepository,
  ) {
    runner.on('settled', (turn) => {
      const isWanted = turn.isUntitled && turn.status === 'completed' && model.isOn;
      if (isWanted && !this.closing.signal.aborted) this.begin(turn);
    });
  }

  /** When no answer ends here any more: titles under way get a moment, since nobody else will write them. */
  async close(): Promise<void> {
    await Promise.race([Promise.all(this.writing), sleep(LAST_TITLES_MS, undefined, { ref: false })]);
    this.closing.abort();
    await Promise.all(this.writing);
  }

  private begin(turn: SettledTurn): void {
    const work = this.write(turn)
      .catch((error: unknown) => {
        if (this.closing.signal.aborted) return; // The first words stay; nobody else will write.
        this.logger.warn(
          `A conversation keeps its first words as title: ${error instanceof Error ? error.message : ''}`,
        );
      })
      .finally(() => this.writing.delete(work));
    this.writing.add(work);
  }

  private async write({ turnId, userId, conversationId, answerId }: SettledTurn): Promise<void> {
    const talk = await this.conversations.findUntitled(userId, conversationId, answerId);
    if (talk === null) return;
    const title = await this.ask(userId, turnId, talk.question, talk.answer);
    if (title === '' || !(await this.conversations.saveModelTitle(userId, conversationId, title))) return;
    this.hints.feedMoved(userId, { kind: 'conversation-changed', conversationId });
  }

  /** Empty = no title: the model has none, or the user's quota is used up. */
  private async ask(userId: string, turnId: string, question: string, answer: string): Promise<string> {
    const settle = await this.quotas.holdBack(userId, this.model.boundsOf(question, answer));
    if (settle === null) return '';
    let used: number | null = null;
    try {
      const { title, usage } = await this.model.write(question, answer, this.closing.signal);
      if (usage.inputTokens !== undefined && usage.outputTokens !== undefined) {
        used = usage.inputTokens + usage.outputTokens;
      }
      this.observer.count(usage, this.model.modelId);
      await this.turns.addFigures(turnId, usage);
      return title;
    } finally {
      await settle(used);
    }
  }
}
