import { ERRORS, type ErrorView } from '@app/chat-protocol';
import { Catch, HttpException, Logger, type ArgumentsHost } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import type { Response } from 'express';

/**
 * Gives what Nest and Express refuse by themselves the shape of every other error: no such route, a body that is no JSON
 * or too large. Such requests make no line of the log, for anybody can send them; faults of ours do. No cache keeps any.
 */
@Catch()
export class RestExceptionFilter extends BaseExceptionFilter {
  private readonly logger = new Logger(RestExceptionFilter.name);

  override catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (!response.headersSent) response.setHeader('Cache-Control', 'no-store');
    // oxlint-disable-next-line promise/valid-params -- no promise's `catch`
    super.catch(isOurs(exception) ? exception : this.translate(exception), host);
  }

  private translate(exception: unknown): HttpException {
    const status = statusOf(exception);
    if (status >= 500) this.logger.error('A request failed', exception instanceof Error ? exception.stack : undefined);
    return new HttpException(viewOf(status, exception), status);
  }
}

/** Whether our code chose the body. Nest's own say their status in it. */
function isOurs(exception: unknown): boolean {
  if (!(exception instanceof HttpException)) return false;
  const body = exception.getResponse();
  return typeof body === 'object' && !('statusCode' in body);
}

/** Of Nest's errors, and of those of Express and its parsers; 500 = a fault of ours. */
function statusOf(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  const { statusCode } = (exception ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : 500;
}

function viewOf(status: number, exception: unknown): ErrorView {
  if (status >= 500) return { code: 'internal', message: ERRORS.internal.text };
  if (status === 404) return { code: 'not-found', message: 'There is nothing at this address.' };
  return { code: 'bad-request', message: (exception as Error).message };
}
