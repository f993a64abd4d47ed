import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { IdentitiesRepository } from './identities.repository.js';
import type { Credential, Identity } from './identity.js';
import { isSecureRequest } from './secure-request.js';
import { readSessionToken } from './session-cookie.js';
import { SessionSecret } from './session-secret.js';

const BEARER = /^Bearer (tl_[A-Za-z0-9_-]{43})$/;

/** Finds out who a request comes from, by its API key or its session cookie. */
@Injectable()
export class Doorkeeper {
  /** To be asked next, all in one. */
  private readonly credentials: Credential[] = [];
  /** What they will have been told; null = nobody waits. */
  private waiting: Promise<Set<string>> | null = null;
  /** Settles when the last question is answered. */
  private asking: Promise<void> = Promise.resolve();

  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly secret: SessionSecret,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Null = nobody we let in. Whoever shows a key is judged by the key alone, cookie or not. */
  async identify(request: IncomingMessage): Promise<Identity | null> {
    if (this.hasBearer(request)) {
      const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
      return key === undefined ? null : this.identities.findByKey(key);
    }
    const token = this.sessionToken(request);
    return token === null ? null : this.identities.findBySession(token);
  }

  /** Whether it shows an API key, a right one or not. No page can make a browser do so unasked. */
  hasBearer(request: IncomingMessage): boolean {
    return request.headers.authorization !== undefined;
  }

  /** What the request's session cookie says, if we signed it; it may have ended since. */
  sessionToken(request: IncomingMessage): string | null {
    return readSessionToken(request.headers.cookie, this.secret.value, isSecureRequest(request, this.config));
  }

  /**
   * Whether what somebody was let in with still opens the door, as of now or later. While one question of the kind is under
   * way, those that come wait for it and are asked together.
   */
  async isValid(credential: Credential): Promise<boolean> {
    this.waiting ??= this.asking.then(() => this.askAll());
    this.credentials.push(credential);
    return !(await this.waiting).has(credential.id);
  }

  private askAll(): Promise<Set<string>> {
    const credentials = this.credentials.splice(0);
    this.waiting = null;
    const ended = this.identities.listEnded(credentials).then((ids) => new Set(ids));
    this.asking = ended.then(
      () => undefined,
      () => undefined, // Whoever asked hears of it.
    );
    return ended;
  }
}
