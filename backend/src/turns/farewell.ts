import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { Hints } from './hints.js';
import { Node } from './node.js';
import { TailPoller } from './tail-poller.js';
import { TurnKeeper } from './turn-keeper.js';
import { TurnRunner } from './turn-runner.js';
import { TurnsRepository } from './turns.repository.js';

/** How a process leaves its turns: finished if they can be in time, otherwise free for another process. */
@Injectable()
export class Farewell {
  private readonly hurried = Promise.withResolvers<void>();

  constructor(
    private readonly turns: TurnsRepository,
    private readonly runner: TurnRunner,
    private readonly keeper: TurnKeeper,
    private readonly poller: TailPoller,
    private readonly node: Node,
    private readonly hints: Hints,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Gives turns no more time to end, whether they are waited for already or will be. */
  hurry(): void {
    this.hurried.resolve();
  }

  /** After this nothing here touches the database any more. Returns how many turns it has left to another process. */
  async finishTurns(): Promise<number> {
    await this.keeper.close();
    const graceMs = this.config.get('CHAT_DRAIN_GRACE_MS', { infer: true });
    await Promise.race([this.runner.whenIdle(graceMs), this.hurried.promise]);
    await this.runner.handOver();
    let left = 0;
    try {
      left = await this.turns.handOver(this.node.id);
      await this.node.leave();
    } catch {
      // The database is away: the lease runs out by itself, and then the turns are taken over.
    }
    await this.poller.close();
    await this.hints.close();
    return left;
  }
}
