import { ChatError } from '@app/chat-protocol';
import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { ClientFrame } from '@app/chat-protocol';
import { toClientError } from './client-error.js';
import type { Connection } from './connection.js';

/**
 * Answers a request that failed with an `error` frame for that request alone. Nest's own filter would send a frame
 * without a `requestId`, which makes a stock client fail all its streams.
 */
@Catch()
export class ChatExceptionFilter implements ExceptionFilter {
  private readonly logger = new Logger(ChatExceptionFilter.name);

  catch(exception: unknown, host: ArgumentsHost): void {
    const { connection, frame } = host.switchToWs().getData<{ connection: Connection; frame: ClientFrame }>();
    if (!(exception instanceof ChatError)) this.logger.error('A frame could not be handled', errorStack(exception));
    sendError(connection, frame.requestId, exception);
  }
}

/**
 * Fails one request of a connection; what a client may not see stays here.
 *
 * @param path where in the client's frame the fault is; null = not in one place of it
 */
export function sendError(
  connection: Connection,
  requestId: string,
  exception: unknown,
  path: string | null = null,
): void {
  const { text, ...rest } = toClientError(exception);
  connection.metrics.errors.add(1, { code: rest.code, of: 'request' });
  const more = path === null ? rest : { ...rest, path };
  connection.send({ type: 'error', requestId, errorText: text, ...(connection.isOurs ? more : {}) });
}

function errorStack(exception: unknown): string | undefined {
  return exception instanceof Error ? exception.stack : undefined;
}
