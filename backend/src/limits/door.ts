import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { clientAddress } from './client-address.js';
import type { HandshakeRefusal } from './handshake-refusal.js';
import { RateLimit } from './rate-limit.js';

/** When a place may have become free is nobody's knowledge; soon enough, and not at once. */
const FULL_RETRY_MS = 10_000;

/** How many sockets this process takes in, in all and from one address, and how fast. Knows nothing of users. */
@Injectable()
export class Door {
  private readonly handshakes: RateLimit;
  private readonly perAddress = new Map<string, number>();
  private total = 0;

  constructor(private readonly config: ConfigService<Config, true>) {
    this.handshakes = new RateLimit(config.get('CHAT_HANDSHAKES_PER_MINUTE', { infer: true }));
  }

  /** How many sockets of this process are open, those that are being opened among them. */
  get openSockets(): number {
    return this.total;
  }

  /** Lets a handshake in, whose place is taken until its TCP connection closes. Null = it is in. */
  async enter(request: IncomingMessage, tcp: Duplex): Promise<HandshakeRefusal | null> {
    const address = clientAddress(request, this.config.get('TRUST_PROXY', { infer: true }));
    const retryAfterMs = await this.handshakes.take(address);
    if (retryAfterMs > 0) return { code: 'too-many-handshakes', retryAfterMs };
    const here = this.perAddress.get(address) ?? 0;
    if (this.total >= this.config.get('CHAT_MAX_SOCKETS', { infer: true })) {
      return { code: 'server-full', retryAfterMs: FULL_RETRY_MS };
    }
    if (here >= this.config.get('CHAT_MAX_SOCKETS_PER_ADDRESS', { infer: true })) {
      return { code: 'too-many-address-sockets', retryAfterMs: FULL_RETRY_MS };
    }
    this.total += 1;
    this.perAddress.set(address, here + 1);
    if (tcp.destroyed) this.leave(address);
    else tcp.once('close', () => this.leave(address));
    return null;
  }

  private leave(address: string): void {
    this.total -= 1;
    const left = (this.perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.perAddress.delete(address);
    else this.perAddress.set(address, left);
  }
}
