import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { healthViewSchema } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { DataSource } from 'typeorm';
import { UpgradeGate } from '../auth/upgrade-gate.js';

/** For load balancers and supervisors. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly gate: UpgradeGate,
  ) {}

  /** The process runs. */
  @Answers(healthViewSchema)
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It takes new work: the database answers and no shutdown has begun. 503 otherwise. */
  @Answers(healthViewSchema)
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(): Promise<{ status: 'ok' }> {
    if (this.gate.isShut) throw new ServiceUnavailableException({ status: 'draining' });
    try {
      await this.dataSource.query('SELECT 1');
    } catch {
      throw new ServiceUnavailableException({ status: 'database unavailable' }); // Why is in the log of who needed it.
    }
    return { status: 'ok' };
  }
}
