import type { IncomingMessage } from 'node:http';
import type { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { isHttps } from './secure-request.js';

/**
 * Where the page that sent this request lives: what an OpenID provider sends its browser back to. With PUBLIC_ORIGINS it
 * is always one of them; without, it is the host the request names, which only its own sender can choose.
 */
export function publicOrigin(request: IncomingMessage, config: ConfigService<Config, true>): string {
  const known = config.get('PUBLIC_ORIGINS', { infer: true });
  const { origin, host = 'localhost' } = request.headers;
  if (known.length === 0) return `${isHttps(request, config) ? 'https' : 'http'}://${host}`;
  return known.find((item) => item === origin) ?? known.find((item) => new URL(item).host === host) ?? known[0];
}
