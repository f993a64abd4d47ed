import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';

/** Whether a request came over HTTPS, as far as cookies are concerned: SECURE_COOKIES decides, `auto` looks. */
export function isSecureRequest(request: IncomingMessage, config: ConfigService<Config, true>): boolean {
  const setting = config.get('SECURE_COOKIES', { infer: true });
  return setting === 'auto' ? isHttps(request, config) : setting;
}

/** Whether it came over HTTPS, to us or to the proxy in front that is believed. */
export function isHttps(request: IncomingMessage, config: ConfigService<Config, true>): boolean {
  if ((request.socket as Partial<TLSSocket>).encrypted === true) return true;
  if (!config.get('TRUST_PROXY', { infer: true })) return false;
  const forwarded = request.headers['x-forwarded-proto'];
  return typeof forwarded === 'string' && forwarded.split(',', 1)[0].trim() === 'https';
}
