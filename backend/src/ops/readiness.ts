import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import type { UnreadyView } from '@app/chat-protocol';
import { HealthCheckService, TypeOrmHealthIndicator } from '@nestjs/terminus';
import { UpgradeGate } from '../auth/upgrade-gate.js';
import { Metrics } from './metrics.js';

/** A database that takes longer for nothing is no database. */
const DATABASE_TIMEOUT_MS = 2000;

/** Whether this process takes new work. */
@Injectable()
export class Readiness {
  constructor(
    private readonly health: HealthCheckService,
    private readonly database: TypeOrmHealthIndicator,
    private readonly gate: UpgradeGate,
    metrics: Metrics,
  ) {
    metrics.gauge('ready', 'Whether this process takes new work: 1 or 0', async () =>
      (await this.findObstacle()) === null ? 1 : 0,
    );
  }

  /** What stands in the way; null = it is ready. Why the database does not answer is in the log of who needed it. */
  async findObstacle(): Promise<UnreadyView['status'] | null> {
    if (this.gate.isShut) return 'draining';
    try {
      await this.health.check([() => this.database.pingCheck('database', { timeout: DATABASE_TIMEOUT_MS })]);
      return null;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      return this.gate.isShut ? 'draining' : 'database unavailable';
    }
  }
}
