import { EventEmitter } from 'node:events';
import { ChatError, wireError, type AnswerStatus, type WireError } from '@app/chat-protocol';
import { Injectable, Logger } from '@nestjs/common';
import type { UIMessageChunk } from 'ai';
import { AnswerSource } from './answer-source.js';
import { closingChunks, withMetadata, type Outcome } from './closing-chunks.js';
import { Hints } from './hints.js';
import { LiveTurn } from './live-turn.js';
import { LogWriter } from './log-writer.js';
import { isTerminal } from './merge-chunks.js';
import { ReasoningClock } from './reasoning-clock.js';
import { StorableChunks } from './storable-chunks.js';
import { TurnEnding } from './turn-ending.js';
import { TurnObserver, type ObservedTurn } from './turn-observer.js';
import type { Turn } from './turn.entity.js';
import { TurnTails } from './turn-tails.js';
import type { EndedStatus, LogRow } from './turns.repository.js';

/** A turn that has ended, as whose it was then. */
export interface SettledTurn {
  turnId: string;
  userId: string;
  conversationId: string;
  answerId: string;
  status: EndedStatus;
  /** Its conversation may have no title of its own yet. */
  isUntitled: boolean;
}

interface TurnEvents {
  /** Its end is committed, by this process. */
  settled: [SettledTurn];
}

/** Runs turns from the first word of the model to the committed end, whoever is or is not watching. */
@Injectable()
export class TurnRunner extends EventEmitter<TurnEvents> {
  private readonly logger = new Logger(TurnRunner.name);
  private readonly running = new Map<string, { live: LiveTurn; done: Promise<void> }>();
  /** Another process finishes what runs: nothing is begun any more. */
  private isLeaving = false;
  private isClosed = false;

  constructor(
    private readonly source: AnswerSource,
    private readonly ending: TurnEnding,
    private readonly writer: LogWriter,
    private readonly tails: TurnTails,
    private readonly hints: Hints,
    private readonly observer: TurnObserver,
  ) {
    super();
    hints.on('stop', (turnId) => this.stop(turnId));
  }

  get turnIds(): string[] {
    return [...this.running.keys()];
  }

  /** The turns that run here, each as this process got it. */
  get turns(): Turn[] {
    return [...this.running.values()].map(({ live }) => live.turn);
  }

  has(turnId: string): boolean {
    return this.running.has(turnId);
  }

  /**
   * Starts a turn that this process owns and nobody has begun. One that was stopped while it waited asks no model.
   *
   * @param storedMs from the arrival of its question to the commit of it, for its figures; null = it has waited, and
   *   nobody here knows
   */
  start(turn: Turn, storedMs: number | null): void {
    if (turn.stopRequestedAt !== null) return this.settle(turn, [], 'stopped');
    this.launch(new LiveTurn(turn, 0, storedMs), (live) => this.produce(live, false));
  }

  /** Goes on with a turn begun by a process that is gone: its half step is dropped and made again. */
  restart(turn: Turn, log: LogRow[]): void {
    this.launch(replay(turn, log), (live) => this.produce(live, true));
  }

  /** Ends a turn begun elsewhere with what its log holds. */
  settle(turn: Turn, log: LogRow[], status: 'stopped' | 'interrupted'): void {
    this.launch(replay(turn, log), () => Promise.resolve({ status, error: null, finish: null }));
  }

  /** Closes the connection to the model; what came so far is kept. No effect on a turn that does not run here. */
  stop(turnId: string): void {
    this.running.get(turnId)?.live.halt('stop');
  }

  /** Gives up a turn that another process has taken over. */
  lose(turnId: string): void {
    this.running.get(turnId)?.live.halt('lost');
  }

  /** Stops it in whichever process it runs. */
  requestStop(turnId: string): void {
    this.hints.stopRequested(turnId);
  }

  /** Resolves when nothing runs here any more, or after `timeoutMs`. Turns that are still running go on. */
  async whenIdle(timeoutMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    const idle = async () => {
      while (this.running.size > 0) await Promise.all([...this.running.values()].map(({ done }) => done));
    };
    await Promise.race([idle(), timeout]);
    clearTimeout(timer);
  }

  /**
   * Stops asking models; resolves when everything said so far is in the log. Another process finishes the turns, and begins
   * those that come to their start meanwhile.
   */
  async handOver(): Promise<void> {
    this.isLeaving = true;
    for (const { live } of this.running.values()) live.halt('hand-over');
    await this.whenIdle(5000);
    this.isClosed = true;
    this.writer.close();
  }

  private launch(live: LiveTurn, work: (live: LiveTurn) => Promise<Outcome | null>): void {
    if (this.isLeaving) return; // It is handed over with the others: this process is its owner.
    const { turn } = live;
    const tail = this.tails.acquire(turn.id);
    tail.head ??= live.nextOffset;
    const observed = this.observer.begin(turn);
    const done = this.run(live, work, observed)
      .catch((error: unknown) => {
        // The database refused the end for good, or we are closing: the turn is taken over by whoever sweeps next.
        this.logger.error(`A turn could not be ended: ${error instanceof Error ? error.message : 'unknown error'}`, {
          turnId: turn.id,
        });
      })
      .then(() => {
        // A turn that was lost and taken again has a newer entry.
        if (this.running.get(turn.id)?.live === live) this.running.delete(turn.id);
        this.tails.release(turn.id);
        this.observer.close(observed);
      });
    this.running.set(turn.id, { live, done });
  }

  private async run(
    live: LiveTurn,
    work: (live: LiveTurn) => Promise<Outcome | null>,
    observed: ObservedTurn,
  ): Promise<void> {
    const { turn } = live;
    this.hints.feedMoved(turn.userId, {
      kind: 'turn-started',
      conversationId: turn.conversationId,
      turnId: turn.id,
      userMessageId: turn.userMessageId,
      answerId: turn.answerId,
    });
    const outcome = await work(live);
    if (outcome === null) {
      await this.writer.commitRest(live);
      return;
    }
    for (const chunk of closingChunks(live, outcome, this.source.modelId)) live.append(chunk);
    const last = await this.writer.takeRest(live);
    const commit = () => this.ending.commit(live, last, outcome, () => !this.isClosed);
    const { ended, next, isUntitled } = await observed.step('commit', commit);
    if (ended) {
      this.writer.publish(last);
      this.observer.ended(observed, outcome, this.source.modelId);
      const { userId, conversationId } = ended;
      const settled = { turnId: turn.id, conversationId, answerId: turn.answerId, status: outcome.status };
      this.hints.feedMoved(userId, { kind: 'turn-settled', ...settled });
      this.emit('settled', { userId, ...settled, isUntitled });
    }
    if (next) this.startNext(next);
  }

  private startNext(turn: Turn): void {
    const here = this.running.get(turn.id);
    if (here === undefined) this.start(turn, null);
    // It is being stopped as one that waits, a moment too late: it runs by now, so that is lost, and it must end as this.
    else if (here.live.turn.status === 'queued') void here.done.then(() => this.startNext(turn));
  }

  /** Null = this process does not end the turn: it lost it, or hands it over. */
  private async produce(live: LiveTurn, isRestart: boolean): Promise<Outcome | null> {
    const storable = new StorableChunks();
    const clock = new ReasoningClock();
    const begun = new Set(live.merged.list.map((chunk) => chunk.type));
    if (isRestart) this.report(live, { state: 'taken-over' });
    if (begun.has('start-step')) this.writer.append(live, { type: 'reset-step' });
    let outcome: Outcome | null = null;
    const onRetry = ({ delayMs }: { delayMs: number }) =>
      this.report(live, { state: 'retrying', retryAfterMs: delayMs });
    const emit = (chunk: UIMessageChunk) => {
      if (isTerminal(chunk)) {
        outcome = endedBy(chunk);
        return;
      }
      // A restarted answer has these two already.
      if ((chunk.type === 'start' || chunk.type === 'start-step') && begun.has(chunk.type)) return;
      const told = chunk.type === 'start' ? withMetadata(chunk, live.turn, this.source.modelId) : chunk;
      const whole = storable.accept(told);
      if (whole) this.writer.append(live, whole);
      const time = clock.accept(chunk);
      if (time) this.writer.append(live, time);
    };
    try {
      await this.source.stream(live.turn, live.signal, onRetry, emit);
    } catch (error) {
      if (!live.halted) return { status: 'failed', error: this.toWire(error, live.turn.id), finish: null };
    } finally {
      const told = clock.stop();
      if (told) this.writer.append(live, told);
    }
    switch (live.halted) {
      case 'stop':
        return outcome ?? { status: 'stopped', error: null, finish: null };
      case 'lost':
      case 'hand-over':
        return outcome;
      case null:
        return outcome ?? { status: 'failed', error: new ChatError('service-cut').toWire(), finish: null };
    }
  }

  private report(live: LiveTurn, data: AnswerStatus): void {
    this.writer.append(live, { type: 'data-status', data, transient: true });
  }

  private toWire(error: unknown, turnId: string): WireError {
    if (error instanceof ChatError) {
      const why = error.cause instanceof Error ? `: ${error.cause.message}` : '';
      this.logger.warn(`A turn failed, ${error.code}${why}`, { turnId });
      return error.toWire();
    }
    this.logger.error('A turn failed', error instanceof Error ? error.stack : undefined, { turnId });
    return new ChatError('internal').toWire();
  }
}

/** The model's own end. One that had used up its tokens left an answer that is not whole. */
function endedBy(finish: UIMessageChunk): Outcome {
  if (finish.type === 'finish' && finish.finishReason === 'length')
    return { status: 'failed', error: wireError('answer-too-long'), finish };
  return { status: 'completed', error: null, finish };
}

function replay(turn: Turn, log: LogRow[]): LiveTurn {
  const last = log.at(-1);
  const live = new LiveTurn(turn, last === undefined ? 0 : last.firstOffset + last.chunks.length);
  for (const row of log) for (const json of row.chunks) live.adopt(JSON.parse(json) as UIMessageChunk);
  return live;
}
