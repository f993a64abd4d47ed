import type { Type } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/constants.js';
import { cookieNames } from '../auth/session-cookie.js';
import { AdminGuard, BrowserSessionGuard, SessionGuard } from '../auth/session.guard.js';
import type { Refusal } from './answers.js';
import { shownTo, type Credential } from './looks-at.js';

const SCHEMES: Record<Credential, string[]> = { session: ['session', 'sessionOverHttp'], key: ['apiKey'] };

/** Ways to say who one is, as OpenAPI has them. */
export const securitySchemes = {
  session: {
    type: 'apiKey' as const,
    in: 'cookie',
    name: cookieNames(true).session,
    description:
      'The browser’s session over HTTPS: `GET /api/v1/session` begins a guest’s, signing in an account’s. A page may add the header `X-Throughline-User` with the id of the user it shows: the session of another is then refused with 401.',
  },
  sessionOverHttp: {
    type: 'apiKey' as const,
    in: 'cookie',
    name: cookieNames(false).session,
    description: 'The same over plain HTTP.',
  },
  apiKey: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'tl_…',
    description: 'A user’s API key, for scripts. With one the cookie is not looked at.',
  },
};

/** What a route asks of whoever calls it: one of these; an empty one = nothing. */
export function securityOf(controller: Type, handler: object): Record<string, string[]>[] {
  const guard = guardOf(controller, handler);
  if (guard === undefined) {
    const shown = shownTo(handler);
    return shown === null ? [] : [{}, ...schemesOf(shown)];
  }
  return schemesOf(guard === SessionGuard ? ['session', 'key'] : ['session']);
}

/** What a route's guard refuses with. */
export function guardRefusals(controller: Type, handler: object): Refusal[] {
  const guard = guardOf(controller, handler);
  return [
    ...(guard ? ['no-session' as const] : []),
    ...(guard === BrowserSessionGuard || guard === AdminGuard ? ['browser-session-required' as const] : []),
    ...(guard === AdminGuard ? ['admin-required' as const] : []),
  ];
}

function schemesOf(credentials: Credential[]): Record<string, string[]>[] {
  return credentials.flatMap((credential) => SCHEMES[credential].map((name) => ({ [name]: [] })));
}

function guardOf(controller: Type, handler: object): Type | undefined {
  const guards = [handler, controller].flatMap(
    (target) => (Reflect.getMetadata(GUARDS_METADATA, target) as Type[] | undefined) ?? [],
  );
  return guards.find((guard) => guard === SessionGuard || guard.prototype instanceof SessionGuard);
}
