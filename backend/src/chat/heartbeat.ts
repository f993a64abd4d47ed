import { HEARTBEAT } from '@app/chat-protocol';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { Connections } from './connections.js';

const TICK_MS = 1000;

/**
 * Finds clients that vanished without a word: silent for an interval, they are pinged; silent still, they are cut. And
 * those that begin a message and do not end it.
 */
@Injectable()
export class Heartbeat implements OnApplicationShutdown {
  private readonly timer = setInterval(() => this.tick(), TICK_MS);

  constructor(
    private readonly connections: Connections,
    private readonly config: ConfigService<Config, true>,
  ) {}

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private tick(): void {
    const now = performance.now();
    const partialTimeoutMs = this.config.get('CHAT_PARTIAL_MESSAGE_TIMEOUT_MS', { infer: true });
    for (const connection of this.connections) {
      connection.endPartialMessage(partialTimeoutMs);
      const { pingedAt, lastSeenAt } = connection;
      if (pingedAt !== null && now - pingedAt > HEARTBEAT.serverTimeoutMs - TICK_MS) connection.cut('dead-peer');
      else if (pingedAt === null && now - lastSeenAt > HEARTBEAT.serverIntervalMs - TICK_MS) connection.ping();
    }
  }
}
