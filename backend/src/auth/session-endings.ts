import { Injectable } from '@nestjs/common';
import { Hints } from '../turns/hints.js';

/** Says on every process that sessions or keys have ended, so that what they opened is closed. */
@Injectable()
export class SessionEndings {
  constructor(private readonly hints: Hints) {}

  /** @param credentialIds of rows that are gone, or whose user is not let in any more */
  announce(credentialIds: string[]): void {
    if (credentialIds.length > 0) this.hints.credentialsEnded(credentialIds);
  }
}
