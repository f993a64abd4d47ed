import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { WebSocket } from 'ws';
import type { Config } from '../config/config.js';
import type { HandshakeRefusal } from '../limits/handshake-refusal.js';
import { isAllowedOrigin } from './allowed-origin.js';
import { Doorkeeper } from './doorkeeper.js';
import type { Credential, Identity } from './identity.js';

/** Decides before the 101 who gets a socket. */
@Injectable()
export class UpgradeGate {
  /** True = the server is about to stop: nobody is let in any more. */
  isShut = false;
  private readonly admitted = new WeakMap<IncomingMessage, Identity>();
  private readonly sockets = new Map<string, number>();

  constructor(
    private readonly doorkeeper: Doorkeeper,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Why an upgrade is refused; null = let it in, at once. */
  async admit(request: IncomingMessage): Promise<HandshakeRefusal | null> {
    if (this.isShut) return { code: 'draining' };
    const foreign = this.findForeign(request);
    if (foreign !== null) return foreign;
    let identity: Identity | null;
    try {
      identity = await this.doorkeeper.identify(request);
    } catch (error) {
      return { code: 'storage-unavailable', detail: error instanceof Error ? error.message : 'unknown error' };
    }
    if (this.isShut) return { code: 'draining' };
    if (identity === null) return { code: 'no-session' };
    const open = this.sockets.get(identity.userId) ?? 0;
    if (open >= this.config.get('CHAT_MAX_SOCKETS_PER_USER', { infer: true })) return { code: 'too-many-user-sockets' };
    this.admitted.set(request, identity);
    return null;
  }

  /** Whether what somebody came in with still lets them in. */
  stillAdmits(credential: Credential): Promise<boolean> {
    return this.doorkeeper.isValid(credential);
  }

  /** Counts an open socket of the user until it closes. */
  occupy(request: IncomingMessage, socket: WebSocket): void {
    const { userId } = this.identityOf(request);
    this.sockets.set(userId, (this.sockets.get(userId) ?? 0) + 1);
    socket.once('close', () => {
      const left = (this.sockets.get(userId) ?? 1) - 1;
      if (left === 0) this.sockets.delete(userId);
      else this.sockets.set(userId, left);
    });
  }

  /** Whose request was let in. Throws for any other. */
  identityOf(request: IncomingMessage): Identity {
    const identity = this.admitted.get(request);
    if (identity === undefined) throw new Error('The request was not let in');
    return identity;
  }

  /** A page must be ours. What is no page and says so by having no origin needs an API key. */
  private findForeign(request: IncomingMessage): HandshakeRefusal | null {
    const { origin } = request.headers;
    if (origin === undefined) return this.doorkeeper.hasBearer(request) ? null : { code: 'no-origin' };
    if (isAllowedOrigin(request, this.config.get('PUBLIC_ORIGINS', { infer: true }))) return null;
    return { code: 'foreign-origin', detail: `Origin: ${origin}` };
  }
}
