import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { healthViewSchema, unreadyViewSchema, type UnreadyView } from '@app/chat-protocol';
import { Answers } from '../rest/answers.js';
import { Summary } from '../rest/summary.js';
import { Readiness } from './readiness.js';

/** For load balancers and supervisors. */
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs. */
  @Summary('Tells that the process runs')
  @Answers(healthViewSchema)
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It takes new work: the database answers and no shutdown has begun. 503 otherwise. */
  @Summary('Tells whether the process takes new work', 'It does while the database answers and no shutdown has begun.')
  @Answers(healthViewSchema)
  @Answers(unreadyViewSchema, 503)
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  async ready(): Promise<{ status: 'ok' }> {
    const status = await this.readiness.findObstacle();
    if (status !== null) throw new ServiceUnavailableException({ status } satisfies UnreadyView);
    return { status: 'ok' };
  }
}
