import { performance } from 'node:perf_hooks';
import { Injectable, Logger } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { UIMessageChunk } from 'ai';
import type { Config } from '../config/config.js';
import { Metrics } from '../ops/metrics.js';
import { Hints } from './hints.js';
import type { LiveTurn, LogBatch } from './live-turn.js';
import { Node } from './node.js';
import { retryWhileAway } from './retry-while-away.js';
import { TurnTails } from './turn-tails.js';
import { TurnsRepository } from './turns.repository.js';

/** Milliseconds between two commits for each turn that had something to write in the last one … */
const SPACING_PER_TURN_MS = 0.5;
/** … but not more: words that come ten times a second still flow. */
const MAX_SPACING_MS = 100;
/** … unless the process is busy for this part of its time: then fewer commits leave more of it for what is asked. */
const BUSY = 0.8;
const MAX_SPACING_WHEN_BUSY_MS = 200;

/**
 * Puts chunks into the log by group commit: all turns of the process in one transaction, the next one when the last has
 * committed. Readers learn of a chunk only after its commit, so what anybody saw is always in the log. The more turns there
 * are, the longer it waits and the more words each commit and each reader's frame carries; a turn's first are never kept waiting.
 */
@Injectable()
export class LogWriter {
  private readonly logger = new Logger(LogWriter.name);
  private readonly waiting = new Set<LiveTurn>();
  private readonly intervalMs: number;
  private timer: NodeJS.Timeout | undefined;
  private firesAt = 0;
  private isFlushing = false;
  private isClosed = false;
  /** When all that waits is committed next, `performance.now()`; first words are at once. */
  private dueAt = 0;
  private loop = performance.eventLoopUtilization();

  constructor(
    private readonly repository: TurnsRepository,
    private readonly tails: TurnTails,
    private readonly hints: Hints,
    private readonly node: Node,
    private readonly metrics: Metrics,
    config: ConfigService<Config, true>,
  ) {
    this.intervalMs = config.get('CHAT_LOG_FLUSH_INTERVAL_MS', { infer: true });
  }

  /** Takes a chunk; it will be committed soon, and in the order of the calls. */
  append(live: LiveTurn, chunk: UIMessageChunk): void {
    live.append(chunk);
    this.waiting.add(live);
    this.schedule(live.isFresh);
  }

  /** Waits until nothing of this turn is on its way, and returns what was not sent: the caller commits it with the end. */
  async takeRest(live: LiveTurn): Promise<LogBatch> {
    this.waiting.delete(live);
    while (live.inFlight) await live.inFlight;
    return live.takeBatch();
  }

  /** Commits what waits of a turn that this process will not end. */
  async commitRest(live: LiveTurn): Promise<void> {
    const batch = await this.takeRest(live);
    if (batch.chunks.length > 0 && live.halted !== 'lost') await this.commit([{ live, batch }]);
  }

  /** Tells readers here and elsewhere of chunks that have been committed. */
  publish(batch: LogBatch): void {
    if (batch.chunks.length === 0) return;
    this.tails.get(batch.turnId)?.push(batch.firstOffset, batch.chunks, batch.since);
    this.hints.logMoved([batch.turnId]);
  }

  /** Gives up on a database that is away: the process ends, and whoever takes over works from what was committed. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  private schedule(isUrgent: boolean): void {
    if (this.isFlushing || this.isClosed) return;
    const at = isUrgent ? 0 : this.dueAt;
    if (this.timer !== undefined && this.firesAt <= at) return;
    clearTimeout(this.timer);
    this.firesAt = at;
    this.timer = setTimeout(() => void this.flush(), Math.max(0, Math.ceil(at - performance.now())));
  }

  private async flush(): Promise<void> {
    this.timer = undefined;
    if (this.isFlushing || this.waiting.size === 0) return;
    this.isFlushing = true;
    const now = performance.now();
    const isDue = now >= this.dueAt;
    const turns = [...this.waiting].filter((live) => isDue || live.isFresh);
    if (isDue) this.dueAt = now + this.spacingMs(turns.length);
    for (const live of turns) this.waiting.delete(live);
    // Those who were in a hurry may have ended by now: then there is nothing to commit before the rest is due.
    const done =
      turns.length === 0 ? Promise.resolve() : this.commit(turns.map((live) => ({ live, batch: live.takeBatch() })));
    for (const live of turns) live.inFlight = done;
    await done;
    for (const live of turns) live.inFlight = null;
    this.isFlushing = false;
    if (this.waiting.size > 0) this.schedule([...this.waiting].some((live) => live.isFresh));
  }

  private spacingMs(turns: number): number {
    const loop = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(loop, this.loop); // since the last such commit
    this.loop = loop;
    const most = utilization > BUSY ? MAX_SPACING_WHEN_BUSY_MS : MAX_SPACING_MS;
    return Math.max(this.intervalMs, Math.min(most, turns * SPACING_PER_TURN_MS));
  }

  /** Never rejects: a turn that cannot be written is halted as lost. */
  private async commit(entries: { live: LiveTurn; batch: LogBatch }[]): Promise<void> {
    const startedAt = performance.now();
    try {
      const written = await retryWhileAway(
        () =>
          this.repository.appendLog(
            this.node.id,
            entries.map(({ batch }) => batch),
          ),
        () => !this.isClosed,
      );
      this.metrics.flush.record(performance.now() - startedAt);
      this.metrics.flushChunks.record(countChunks(entries));
      for (const { live, batch } of entries) {
        const outcome = written.get(batch.turnId);
        if (outcome === undefined) {
          live.halt('lost');
          continue;
        }
        if (batch.hasFirstWords) live.firstWordsAt = outcome.at;
        this.tails.get(batch.turnId)?.push(batch.firstOffset, batch.chunks, batch.since);
        if (outcome.isStopRequested) live.halt('stop');
      }
      if (written.size > 0) this.hints.logMoved([...written.keys()]);
    } catch (error) {
      if (entries.length > 1 && !this.isClosed) {
        // One turn's chunks were refused: find it, and let the others go on.
        for (const entry of entries) await this.commit([entry]);
        return;
      }
      const message = error instanceof Error ? error.message : 'unknown error';
      for (const { live, batch } of entries) {
        this.logger.error(`A turn's log could not be written: ${message}`, { turnId: batch.turnId });
        live.halt('lost');
      }
    }
  }
}

function countChunks(entries: { batch: LogBatch }[]): number {
  return entries.reduce((count, { batch }) => count + batch.chunks.length, 0);
}
