import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';

const PATH = '/metrics';
const TIMEOUT_MS = 5000;
const MAX_CONNECTIONS = 20;
const RETRY_MS = 1000;

/**
 * Where the metrics are read: a port of their own, since they are not for the public. A port that is taken is asked for
 * again: in a restart one by one the process before this one has it for a while.
 */
export class MetricsListener {
  private readonly logger = new Logger(MetricsListener.name);
  private readonly server: Server;
  private retry: NodeJS.Timeout | undefined;

  constructor(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    this.server = createServer({ headersTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS }, (request, response) => {
      const isForUs = request.method === 'GET' && request.url?.split('?', 1)[0] === PATH;
      if (isForUs) answer(request, response);
      else response.writeHead(404).end();
    });
    this.server.maxConnections = MAX_CONNECTIONS;
    this.server.unref();
  }

  /** Resolves with its address; null = the port is not to be had now. */
  async open(host: string, port: number): Promise<string | null> {
    try {
      await this.listen(host, port);
    } catch (error) {
      this.logger.warn(`The metrics cannot be read yet: ${error instanceof Error ? error.message : 'unknown error'}`);
      this.listenLater(host, port);
      return null;
    }
    const address = this.server.address() as AddressInfo;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${address.port}${PATH}`;
    this.logger.log(`Metrics are at ${url}`);
    return url;
  }

  async close(): Promise<void> {
    clearTimeout(this.retry);
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.server.closeAllConnections();
    await closed;
  }

  /** Exclusive: the workers of a cluster would share it otherwise, and each be asked for the others' figures. */
  private async listen(host: string, port: number): Promise<void> {
    const listening = once(this.server, 'listening');
    this.server.listen({ host, port, exclusive: true });
    await listening;
  }

  private listenLater(host: string, port: number): void {
    this.retry = setTimeout(() => {
      this.listen(host, port).then(
        () => this.logger.log('The metrics can be read now'),
        () => this.listenLater(host, port), // Said once; it is tried until it works.
      );
    }, RETRY_MS).unref();
  }
}
