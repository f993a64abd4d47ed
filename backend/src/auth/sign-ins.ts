import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { GuestMergeRepository } from './guest-merge.repository.js';
import { SessionEndings } from './session-endings.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';

/** Our rules of signing up and in, which the library asks at each step. */
@Injectable()
export class SignIns {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly guests: GuestMergeRepository,
    private readonly endings: SessionEndings,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Whether another account may be made. */
  async isSignUpOpen(): Promise<boolean> {
    return this.isOpen || !(await this.users.hasAccounts());
  }

  /** Makes room for an account. */
  async prepareSignUp(email: string): Promise<void> {
    await this.users.dropHalfMade(email);
  }

  isBanned(userId: string): Promise<boolean> {
    return this.users.isBanned(userId);
  }

  /**
   * An account has been made. False = it is gone again: where sign-up is closed, only one of those that were the first at
   * once stays.
   */
  async accountMade(userId: string): Promise<boolean> {
    await this.users.appointFirstAdmin();
    return this.isOpen || !(await this.users.dropUnlessAdmin(userId));
  }

  /** Somebody signed in where another session was: that one ends, and what a guest had is theirs now. */
  async signedIn(userId: string, replacedToken: string): Promise<void> {
    const replaced = await this.sessions.findOwner(replacedToken);
    if (replaced === null) return;
    const isMerged = replaced.isGuest && replaced.userId !== userId;
    if (!isMerged) await this.sessions.delete(replaced.id);
    else if (!(await this.guests.merge(replaced.userId, userId))) return;
    this.endings.announce([replaced.id]);
  }

  /** Ends the session of a token; nothing happens when there is none. */
  async signOut(token: string): Promise<void> {
    const session = await this.sessions.findOwner(token);
    if (session === null) return;
    await this.sessions.delete(session.id);
    this.endings.announce([session.id]);
  }

  private get isOpen(): boolean {
    return this.config.get('AUTH_SIGN_UP', { infer: true }) === 'open';
  }
}
