import { wireError, type ErrorView } from '@app/chat-protocol';
import {
  HttpException,
  HttpStatus,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import type { Identity } from '../auth/identity.js';
import type { Config } from '../config/config.js';
import { clientAddress } from './client-address.js';
import { RateLimit } from './rate-limit.js';

/** So many REST requests a minute for each user, or for each address where there is no user yet. Health is always told. */
@Injectable()
export class RestRateInterceptor implements NestInterceptor {
  private readonly requests: RateLimit;

  constructor(private readonly config: ConfigService<Config, true>) {
    this.requests = new RateLimit(config.get('REST_REQUESTS_PER_MINUTE', { infer: true }));
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<Request & { identity?: Identity }>();
    if (!request.path.startsWith('/api/')) return next.handle();
    const address = () => `address ${clientAddress(request, this.config.get('TRUST_PROXY', { infer: true }))}`;
    const retryAfterMs = await this.requests.take(request.identity?.userId ?? address());
    if (retryAfterMs === 0) return next.handle();
    context
      .switchToHttp()
      .getResponse<Response>()
      .setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
    const { code, text } = wireError('too-many-requests');
    throw new HttpException({ code, message: text, retryAfterMs } satisfies ErrorView, HttpStatus.TOO_MANY_REQUESTS);
  }
}
