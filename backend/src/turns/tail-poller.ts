import { setTimeout as sleep } from 'node:timers/promises';
import { ChatError } from '@app/chat-protocol';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Hints } from './hints.js';
import { TurnRunner } from './turn-runner.js';
import { TurnTails } from './turn-tails.js';
import { TurnsRepository } from './turns.repository.js';

const POLL_INTERVAL_MS = 1000;
/** Least time between two polls, however many hints come. */
const SPACING_MS = 30;

/** Brings readers here what other processes log: at each hint, and every second in case one was lost. */
@Injectable()
export class TailPoller implements OnModuleInit {
  private readonly logger = new Logger(TailPoller.name);
  private readonly wanted = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | null = null;
  private isClosed = false;

  constructor(
    private readonly turns: TurnsRepository,
    private readonly tails: TurnTails,
    private readonly runner: TurnRunner,
    private readonly hints: Hints,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.want([]), POLL_INTERVAL_MS);
    this.hints.on('log', (turnIds) => this.want(turnIds));
  }

  /** Brings nothing any more. */
  async close(): Promise<void> {
    // Turns that were handed over go on elsewhere, and hints of them go on coming.
    this.isClosed = true;
    clearInterval(this.timer);
    this.wanted.clear();
    await this.polling;
  }

  /** An empty list = all tails that are fed from elsewhere. */
  private want(turnIds: string[]): void {
    for (const turnId of turnIds.length > 0 ? turnIds : this.tails.heads().keys()) {
      if (this.tails.get(turnId) && !this.runner.has(turnId)) this.wanted.add(turnId);
    }
    if (this.wanted.size === 0 || this.isClosed) return;
    // Not inside `pollAll`: it may be done before its promise is even stored here.
    this.polling ??= this.pollAll().finally(() => (this.polling = null));
  }

  private async pollAll(): Promise<void> {
    while (this.wanted.size > 0 && !this.isClosed) {
      const heads = new Map([...this.tails.heads()].filter(([turnId]) => this.wanted.has(turnId)));
      this.wanted.clear();
      if (heads.size === 0) break;
      const isSpaced = sleep(SPACING_MS);
      try {
        await this.poll(heads);
      } catch (error) {
        // The database is away; readers wait, and the next poll is a second off.
        this.logger.warn(`Poll failed: ${error instanceof Error ? error.message : 'unknown error'}`);
      }
      await isSpaced;
    }
  }

  private async poll(heads: Map<string, number>): Promise<void> {
    for (const [turnId, { status, rows }] of await this.turns.readNews(heads)) {
      const tail = this.tails.get(turnId);
      for (const row of rows) tail?.push(row.firstOffset, row.chunks);
      if (status === 'queued' || status === 'running' || rows.length > 0) continue;
      tail?.fail(new ChatError(status === null ? 'not-found' : 'answer-incomplete'));
    }
  }
}
