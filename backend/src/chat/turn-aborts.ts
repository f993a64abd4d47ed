import { Injectable, Logger } from '@nestjs/common';
import { retryWhileAway } from '../turns/retry-while-away.js';
import { TurnRunner } from '../turns/turn-runner.js';
import { ChatService } from './chat.service.js';
import { Connections } from './connections.js';

/** Stops turns for whoever says so once and waits for no answer: an `abort` is not lost because the database is away. */
@Injectable()
export class TurnAborts {
  private readonly logger = new Logger(TurnAborts.name);

  constructor(
    private readonly chat: ChatService,
    private readonly runner: TurnRunner,
    private readonly connections: Connections,
  ) {}

  /**
   * Stops a turn that the user follows: at once where it runs here, elsewhere and while it waits as soon as the database
   * takes it. Resolves when it is stored, or has failed for the first time; what follows on the socket must not wait.
   */
  async abort(userId: string, turnId: string): Promise<void> {
    this.runner.stop(turnId);
    const stop = () => this.chat.stop(userId, turnId);
    try {
      await stop();
    } catch {
      void this.repeat(turnId, stop); // A fault that lasts is told of there.
    }
  }

  private async repeat(turnId: string, stop: () => Promise<void>): Promise<void> {
    try {
      await retryWhileAway(stop, () => !this.connections.areEnding);
    } catch (error) {
      this.logger.error('A turn could not be stopped', error instanceof Error ? error.stack : undefined, { turnId });
    }
  }
}
