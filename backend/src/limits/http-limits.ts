import type { Server } from 'node:http';
import type { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';

/** How often Node looks for requests that take too long; by default only every 30 s, so that a limit of 10 s would be one of 40. */
const CHECK_INTERVAL_MS = 1000;
/** TCP connections beyond those of the chat sockets: pages, REST calls, handshakes under way. */
const SPARE_CONNECTIONS = 2000;

/** Patience and memory for requests that do not come to their end. Call it before the server listens. */
export function limitHttp(server: Server, config: ConfigService<Config, true>): void {
  const get = <K extends keyof Config>(key: K) => config.get(key, { infer: true });
  const limits = {
    headersTimeout: get('HTTP_HEADERS_TIMEOUT_MS'),
    requestTimeout: Math.max(get('HTTP_REQUEST_TIMEOUT_MS'), get('HTTP_HEADERS_TIMEOUT_MS')),
    maxHeaderSize: get('HTTP_MAX_HEADER_BYTES'),
    // A request with more is refused; older versions of Node do not read what is too many.
    maxHeadersCount: get('HTTP_MAX_HEADERS'),
    maxConnections: get('CHAT_MAX_SOCKETS') + SPARE_CONNECTIONS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
  };
  Object.assign(server, limits);
}
