import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { UpgradeGate } from '../auth/upgrade-gate.js';
import { TitleWriter } from '../conversations/title-writer.js';
import { Farewell } from '../turns/farewell.js';
import { Connections } from './connections.js';

/** The way out at SIGTERM: nobody new, everybody told, turns finished or handed over; then the sockets are closed. */
@Injectable()
export class Drain implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Drain.name);

  constructor(
    private readonly gate: UpgradeGate,
    private readonly connections: Connections,
    private readonly farewell: Farewell,
    private readonly titles: TitleWriter,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.gate.isShut = true;
    for (const connection of this.connections) connection.sendIfOurs({ type: 'draining', requestId: '' });
    const left = await this.farewell.finishTurns();
    await this.titles.close();
    if (left > 0) this.logger.log(`Handed over ${left} running turns`);
  }
}
