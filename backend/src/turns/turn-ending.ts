import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { transact } from '../database/transact.js';
import type { SpentTokens } from '../quotas/quotas.repository.js';
import { Quotas } from '../quotas/quotas.js';
import { foldChunks } from './fold-chunks.js';
import type { LiveTurn, LogBatch } from './live-turn.js';
import { isPermanent, retryWhileAway } from './retry-while-away.js';
import type { Turn } from './turn.entity.js';
import { spentTokens } from './spent-tokens.js';
import { TurnsRepository, type AnswerRecord, type ToldFigures, type TurnEnd } from './turns.repository.js';

interface Ended {
  ended: Turn | null;
  next: Turn | null;
  /** Its conversation may have no title of its own yet. */
  isUntitled: boolean;
}

const NOT_OURS: Ended = { ended: null, next: null, isUntitled: false };

/** The end of a turn: its last chunks, its answer and its status are committed together, or not at all. */
@Injectable()
export class TurnEnding {
  private readonly logger = new Logger(TurnEnding.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly turns: TurnsRepository,
    private readonly quotas: Quotas,
  ) {}

  /**
   * Repeats while the database is away.
   *
   * @param last chunks that are not in the log yet, the terminal one among them
   * @param isWanted asked before each repetition
   * @returns the ended turn (null = another process has it, or it is gone), the turn that runs next, and whether the
   *   conversation may have no title of its own yet
   */
  async commit(live: LiveTurn, last: LogBatch, end: TurnEnd, isWanted: () => boolean): Promise<Ended> {
    const { parts, text, metadata } = await foldChunks(live.merged.list, live.turn.answerId);
    const { model = null, usage = null, reasoningMs = null } = metadata;
    // A turn that was stopped while it waited has asked nobody, though it may have come to its turn just then.
    const { turn, firstWordsAt, storedMs } = live;
    const wasQueued = turn.status === 'queued' || (turn.attempt === 1 && turn.stopRequestedAt !== null);
    const answer = { content: text, parts, model, usage, reasoningMs };
    const spent = { ...spentTokens(live.merged.list, end, usage ?? {}), ...(wasQueued ? { wasAsked: false } : {}) };
    const told = { model: wasQueued ? null : model, usage, firstWordsAt, storedMs };
    const attempt = (record: AnswerRecord) =>
      retryWhileAway(() => this.commitOnce(live.turn, last, end, record, spent, told), isWanted);
    try {
      return await attempt(answer);
    } catch (error) {
      if (!isPermanent(error)) throw error;
      // Refused for good: the turn must end all the same, or it would be taken over for ever. Its words are in the log.
      this.logger.error(`An answer could not be stored: ${error instanceof Error ? error.message : 'unknown error'}`, {
        turnId: live.turn.id,
      });
      return attempt({ ...answer, content: '', parts: [], model: null, usage: null, reasoningMs: null });
    }
  }

  private commitOnce(
    turn: Turn,
    last: LogBatch,
    end: TurnEnd,
    answer: AnswerRecord,
    spent: SpentTokens,
    told: ToldFigures,
  ): Promise<Ended> {
    return transact(this.dataSource, async (manager) => {
      const kept = await this.turns.hold(manager, turn.id);
      if (kept === null) {
        await this.quotas.settle(manager, turn.id, spent);
        return NOT_OURS;
      }
      const { outcome, isNextWaiting, isUntitled } = await this.turns.end(manager, turn, last, end, answer, told);
      if (outcome === 'lost') return NOT_OURS;
      // Committed before, though the answer to it was lost: so was the turn that it started.
      if (outcome === 'again') {
        return { ended: kept, next: await this.turns.findRunning(manager, kept, turn.owner), isUntitled: true };
      }
      const next =
        turn.owner === null || !isNextWaiting
          ? null
          : await this.turns.startNext(manager, kept.userId, kept.conversationId, turn.owner);
      if (next) await this.quotas.begin(manager, next.id);
      if (kept.holdsTokens) await this.quotas.settle(manager, turn.id, spent);
      return { ended: kept, next, isUntitled };
    });
  }
}
