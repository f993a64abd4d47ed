import { CLOSE } from '@app/chat-protocol';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Credential } from '../auth/identity.js';
import { IdentitiesRepository } from '../auth/identities.repository.js';
import { Hints } from '../turns/hints.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';

const CHECK_INTERVAL_MS = 1000;

/**
 * Closes the connections of a session or key that has ended, wherever it ended: at once when told, and within a second
 * in any case, because all open ones are asked for in one query.
 */
@Injectable()
export class SessionWatch implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SessionWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private isChecking = false;

  constructor(
    private readonly connections: Connections,
    private readonly identities: IdentitiesRepository,
    private readonly hints: Hints,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.check(), CHECK_INTERVAL_MS);
    this.hints.on('ended', (credentialIds) => {
      const ended = new Set(credentialIds);
      this.closeThose(({ credential }) => ended.has(credential.id));
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async check(): Promise<void> {
    if (this.isChecking) return;
    const credentials = new Map<string, Credential>();
    for (const { credential } of this.connections) credentials.set(credential.id, credential);
    if (credentials.size === 0) return;
    this.isChecking = true;
    try {
      const ended = new Set(await this.identities.listEnded([...credentials.values()]));
      if (ended.size > 0) this.closeThose(({ credential }) => ended.has(credential.id));
    } catch (error) {
      // The database is away: nothing can be sent either, and the next check is a second off.
      this.logger.warn(`Sessions could not be checked: ${error instanceof Error ? error.message : 'unknown error'}`);
    } finally {
      this.isChecking = false;
    }
  }

  private closeThose(hasEnded: (connection: Connection) => boolean): void {
    for (const connection of this.connections) {
      if (hasEnded(connection)) connection.close(CLOSE.sessionEnded, 'session ended');
    }
  }
}
