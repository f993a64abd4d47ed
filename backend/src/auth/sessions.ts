import type { UserView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Request, Response } from 'express';
import type { Config } from '../config/config.js';
import { AccountError } from './account-error.js';
import { Attempts } from './attempts.js';
import { AuthLibrary } from './auth-library.js';
import { AuthModes } from './auth-modes.js';
import { Doorkeeper } from './doorkeeper.js';
import { isOurRequest } from './foreign-requests.js';
import { relay } from './library-answer.js';
import { UsersRepository } from './users.repository.js';

/** Sessions as the page's first request finds, prolongs or begins them. */
@Injectable()
export class Sessions {
  constructor(
    private readonly doorkeeper: Doorkeeper,
    private readonly users: UsersRepository,
    private readonly library: AuthLibrary,
    private readonly modes: AuthModes,
    private readonly attempts: Attempts,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /**
   * The user of a request. A session that is a day old is prolonged; without one a guest's begins.
   *
   * @throws AccountError `no-session` where guests are not let in; `foreign-origin` where a guest's session would take the
   *   place of one that the browser keeps to itself, because another site sent it here; `too-many-attempts`
   */
  async open(request: Request, response: Response): Promise<UserView> {
    const identity = await this.doorkeeper.identify(request);
    if (identity?.credential.kind === 'session') {
      const headers = this.library.headersOf(request);
      await relay(response, (await this.library.api(request)).getSession({ headers, returnHeaders: true }));
    }
    const known = identity === null ? null : await this.users.findView(identity.userId);
    if (known !== null) return known;
    if (this.doorkeeper.hasBearer(request) || !this.modes.has('guest')) throw new AccountError('no-session');
    if (!isOurRequest(request, this.config.get('PUBLIC_ORIGINS', { infer: true }))) {
      throw new AccountError('foreign-origin');
    }
    return this.beginGuest(request, response);
  }

  private async beginGuest(request: Request, response: Response): Promise<UserView> {
    await this.attempts.countGuest(request);
    const headers = this.library.headersOf(request);
    headers.delete('cookie'); // Whatever it brought is no session.
    const begun = await relay(
      response,
      (await this.library.api(request)).signInAnonymous({ headers, returnHeaders: true }),
    );
    const guest = begun === null ? null : await this.users.findView(begun.user.id);
    if (guest === null) throw new AccountError('no-session');
    return guest;
  }
}
