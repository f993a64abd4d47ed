import type { PasswordChange } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AccountError } from './account-error.js';
import { Attempts } from './attempts.js';
import { AuthLibrary } from './auth-library.js';
import { relay } from './library-answer.js';
import { SessionEndings } from './session-endings.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';

/** Passwords of users who are signed in. */
@Injectable()
export class Passwords {
  constructor(
    private readonly library: AuthLibrary,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly endings: SessionEndings,
    private readonly attempts: Attempts,
  ) {}

  /**
   * Changes a password; all sessions end, and this browser gets a new one.
   *
   * @throws AccountError `wrong-credentials`, `password-too-short`, `password-too-long`, `too-many-attempts`
   */
  async change(userId: string, change: PasswordChange, request: Request, response: Response): Promise<void> {
    const before = await this.sessions.list(userId);
    const body = { ...change, revokeOtherSessions: true };
    const headers = this.library.headersOf(request);
    await this.attempts.guard(userId, async () =>
      relay(response, (await this.library.api(request)).changePassword({ headers, body, returnHeaders: true })),
    );
    this.endings.announce(before.map(({ id }) => id));
  }

  /**
   * Has a user who has a password prove to know it; others need not.
   *
   * @throws AccountError `wrong-credentials`, `too-many-attempts`
   */
  async prove(userId: string, password: string | undefined, request: Request): Promise<void> {
    const user = await this.users.findView(userId);
    if (!user?.hasPassword) return;
    if (password === undefined) throw new AccountError('wrong-credentials');
    const headers = this.library.headersOf(request);
    await this.attempts.guard(userId, async () =>
      relay(
        null,
        (await this.library.api(request)).verifyPassword({ headers, body: { password }, returnHeaders: true }),
      ),
    );
  }
}
