import { Logger } from '@nestjs/common';
import type { HandshakeRefusal } from './handshake-refusal.js';

/** Least time between two lines about the same reason: whoever knocks as fast as they can makes no more of them. */
const SPACING_MS = 60_000;
/** Of what a client may have written. */
const MAX_DETAIL_CHARACTERS = 200;

/** Tells the operator why handshakes are refused: the first one for each reason, then one a minute with the number of the others. */
export class RefusalLog {
  private readonly logger = new Logger('Handshakes');
  private readonly told = new Map<string, { at: number; since: number }>();

  /** @param now `performance.now()` */
  note({ code, detail }: HandshakeRefusal, now = performance.now()): void {
    const last = this.told.get(code);
    if (last !== undefined && now - last.at < SPACING_MS) {
      last.since += 1;
      return;
    }
    this.told.set(code, { at: now, since: 0 });
    const why = detail === undefined ? '' : ` (${detail.slice(0, MAX_DETAIL_CHARACTERS).toWellFormed()})`;
    const others = last === undefined || last.since === 0 ? '' : `; ${last.since} more since the last such line`;
    this.logger.warn(`A handshake was refused: ${code}${why}${others}`);
  }
}
