import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AccountError } from './account-error.js';
import { Doorkeeper } from './doorkeeper.js';
import type { Identity } from './identity.js';

type GuardedRequest = Request & { identity: Identity };

/** Lets only requests with a session or an API key through. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(private readonly doorkeeper: Doorkeeper) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const identity = await this.doorkeeper.identify(request);
    if (identity === null || !isMeant(request, identity)) throw new AccountError('no-session');
    request.identity = identity;
    return true;
  }
}

/** For what only a browser that is signed in may do: a key that leaked must not be able to make itself at home. */
@Injectable()
export class BrowserSessionGuard extends SessionGuard {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const { identity } = context.switchToHttp().getRequest<GuardedRequest>();
    if (identity.credential.kind !== 'session') throw new AccountError('browser-session-required');
    return true;
  }
}

@Injectable()
export class AdminGuard extends BrowserSessionGuard {
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    const { identity } = context.switchToHttp().getRequest<GuardedRequest>();
    if (identity.role !== 'admin') throw new AccountError('admin-required');
    return true;
  }
}

/** Who a guarded request comes from. */
export const CurrentIdentity = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<GuardedRequest>().identity,
);

/** The user of a guarded request. */
export const UserId = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<GuardedRequest>().identity.userId,
);

/** A page says whose it is: when another tab has signed in as somebody else, nothing is done in their name. */
function isMeant(request: Request, { userId }: Identity): boolean {
  return (request.get('x-throughline-user') ?? userId) === userId;
}
