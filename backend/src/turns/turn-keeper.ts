import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { DataSource } from 'typeorm';
import type { UIMessageChunk } from 'ai';
import type { Config } from '../config/config.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { Metrics, type TakeoverKind } from '../ops/metrics.js';
import { Quotas } from '../quotas/quotas.js';
import type { SpentTokens } from '../quotas/quotas.repository.js';
import { Node } from './node.js';
import { spentTokens } from './spent-tokens.js';
import { TurnRunner } from './turn-runner.js';
import type { Turn } from './turn.entity.js';
import { TurnsRepository, type LogRow } from './turns.repository.js';

const SWEEP_INTERVAL_MS = 1000;
const EXPIRE_INTERVAL_MS = 5 * 60_000;
/** Turns taken over in one sweep; what is left waits a second. */
const SWEEP_LIMIT = 50;
/** How often a turn is asked for again because its process died. */
const MAX_RETRIES = 1;

/** Sees to it that no turn is left alone: takes over what dead processes left, starts stalled queues, hears lost stops. */
@Injectable()
export class TurnKeeper implements OnModuleInit {
  private readonly logger = new Logger(TurnKeeper.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private sweeping: Promise<void> | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly turns: TurnsRepository,
    private readonly messages: MessagesRepository,
    private readonly runner: TurnRunner,
    private readonly node: Node,
    private readonly quotas: Quotas,
    private readonly metrics: Metrics,
    private readonly config: ConfigService<Config, true>,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('turns.queued', 'Turns that wait, of all users and processes', () => this.turns.countQueued());
    this.timers.push(setInterval(() => this.sweepOnce(), SWEEP_INTERVAL_MS));
    this.timers.push(setInterval(() => void this.expire(), EXPIRE_INTERVAL_MS));
  }

  /** Takes over nothing any more. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.sweeping;
  }

  private sweepOnce(): void {
    this.sweeping ??= this.sweep()
      .catch((error: unknown) => {
        // The database is away; the next sweep is a second off.
        this.logger.warn(`Sweep failed: ${error instanceof Error ? error.message : 'unknown error'}`);
      })
      .then(() => {
        this.sweeping = null;
      });
  }

  private async sweep(): Promise<void> {
    const running = this.runner.turns;
    if (running.length > 0) {
      // A turn whose model is silent writes nothing, so no refused write would tell.
      for (const turnId of await this.turns.listLost(running)) this.runner.lose(turnId);
      for (const turnId of await this.turns.listStopRequested(running.map(({ id }) => id))) this.runner.stop(turnId);
    }
    if (this.node.isSteady) {
      const known = this.runner.turnIds;
      for (const turn of await this.turns.adopt(this.node.id, known, SWEEP_LIMIT)) await this.takeOver(turn);
    }
    for (const queue of await this.turns.listStalledQueues(SWEEP_LIMIT)) await this.startQueue(queue);
  }

  private async takeOver(turn: Turn): Promise<void> {
    const log = await this.turns.readLog(turn.id, 0, Number.MAX_SAFE_INTEGER);
    let kind: TakeoverKind = 'interrupted';
    if (turn.stopRequestedAt) kind = 'stopped';
    else if (this.mayRetry(turn, log) && (await this.quotas.renew(turn, lostTokens(log)))) kind = 'restarted';
    if (kind === 'restarted') this.runner.restart(turn, log);
    else this.runner.settle(turn, log, kind);
    this.metrics.takeovers.add(1, { kind });
    this.logger.log(`Took over a turn: ${kind}`, { turnId: turn.id, attempt: turn.attempt });
  }

  private mayRetry(turn: Turn, log: LogRow[]): boolean {
    if (this.config.get('CHAT_TAKEOVER', { infer: true }) === 'interrupt' || turn.retries > MAX_RETRIES) return false;
    // A tool may have had side effects: running it again is not ours to decide.
    return !log.some((row) => row.chunks.some((json) => json.startsWith('{"type":"tool-')));
  }

  private async startQueue({ userId, conversationId }: { userId: string; conversationId: string }): Promise<void> {
    const next = await this.dataSource.transaction(async (manager) => {
      await this.messages.lockConversation(manager, userId, conversationId);
      const unfinished = await this.turns.listUnfinished(userId, conversationId, manager);
      if (unfinished.some((turn) => turn.status === 'running')) return null;
      const started = await this.turns.startNext(manager, userId, conversationId, this.node.id);
      if (started) await this.quotas.begin(manager, started.id);
      return started;
    });
    if (next) this.runner.start(next, null);
  }

  private async expire(): Promise<void> {
    try {
      await this.turns.expireLogs(this.config.get('CHAT_LOG_RETENTION_HOURS', { infer: true }));
      await this.quotas.tidy();
    } catch (error) {
      // What is old only takes room; the next round drops it.
      this.logger.warn(
        `Old logs and counts could not be dropped: ${error instanceof Error ? error.message : 'unknown error'}`,
      );
    }
  }
}

/** What the call of a process that died has used: its log is all that is known of it. */
function lostTokens(log: LogRow[]): SpentTokens {
  const chunks = log.flatMap((row) => row.chunks.map((json) => JSON.parse(json) as UIMessageChunk));
  return spentTokens(chunks, { status: 'interrupted', error: null }, {});
}
