import { Injectable } from '@nestjs/common';
import { SessionEndings } from '../auth/session-endings.js';
import { TurnRunner } from '../turns/turn-runner.js';
import { AccountRemovalRepository } from './account-removal.repository.js';

/** Deletes a user, and ends at once what still goes on for them. */
@Injectable()
export class AccountRemoval {
  constructor(
    private readonly repository: AccountRemovalRepository,
    private readonly endings: SessionEndings,
    private readonly runner: TurnRunner,
  ) {}

  /** @throws AccountError `last-admin` */
  async remove(userId: string): Promise<void> {
    const { credentialIds, turnIds } = await this.repository.remove(userId);
    this.endings.announce(credentialIds);
    for (const turnId of turnIds) this.runner.requestStop(turnId);
  }
}
