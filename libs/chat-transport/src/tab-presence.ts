import { generateId } from 'ai';

const PREFIX = 'throughline-tab-';

/**
 * Tells which tabs live: each holds a Web Lock under its id, which the browser frees when the tab is gone, however it
 * went. Where there are no locks nobody can tell.
 */
export class TabPresence {
  readonly id = generateId();
  private release!: () => void;

  constructor(private readonly locks: LockManager | undefined) {
    const held = new Promise<void>((resolve) => (this.release = resolve));
    // Refused: this tab passes for dead, so its messages may go out twice, under one requestId, which is harmless.
    locks?.request(PREFIX + this.id, () => held).catch(() => {});
  }

  /** Ids of the living tabs; null = unknown. */
  async findLiving(): Promise<Set<string> | null> {
    if (this.locks === undefined) return null;
    const { held = [], pending = [] } = await this.locks.query();
    return new Set([...held, ...pending].map(({ name = '' }) => name.slice(PREFIX.length)).concat(this.id));
  }

  /** Runs `work` while no other tab does. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    return this.locks === undefined ? work() : this.locks.request('throughline-outbox', work);
  }

  leave(): void {
    this.release();
  }
}
