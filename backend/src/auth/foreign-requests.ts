import type { ErrorView } from '@app/chat-protocol';
import { ACCOUNT_ERRORS } from '@app/chat-protocol';
import type { NextFunction, Request, Response } from 'express';
import { isAllowedOrigin } from './allowed-origin.js';

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send: whatever is no read must come from our own page. Browsers say so in
 * `Origin` with every such request, newer ones in `Sec-Fetch-Site` too; what says neither is no browser, holds no cookie
 * that it was not given, and is judged by what it shows. Session cookies are `SameSite=Strict` besides.
 *
 * @param allowed as in `isAllowedOrigin`
 */
export function refuseForeignRequests(allowed: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (READS.has(request.method) || isOurRequest(request, allowed)) {
      next();
      return;
    }
    const view: ErrorView = { code: 'foreign-origin', message: ACCOUNT_ERRORS['foreign-origin'] };
    response.status(403).json(view);
  };
}

/** Whether our own page sent a request, or no browser did. @param allowed as in `isAllowedOrigin` */
export function isOurRequest(request: Request, allowed: readonly string[]): boolean {
  const site = request.headers['sec-fetch-site'];
  if (request.headers.origin !== undefined) return isAllowedOrigin(request, allowed);
  return site === undefined || site === 'same-origin' || site === 'none';
}
