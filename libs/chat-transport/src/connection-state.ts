import { Emitter } from './emitter.js';

/** What a page may show about the link. */
export interface ConnectionSnapshot {
  /**
   * `idle` = never dialled; `waiting` = between two dials; `closed` = no dial is planned: the session ended (what is
   * open waits for `redial()`) or the client was closed.
   */
  state: 'idle' | 'connecting' | 'open' | 'waiting' | 'closed';
  /** When `state` changed last, ms epoch. */
  since: number;
  /** Dials in a row that led to no usable link; 0 while open. */
  attempts: number;
  /** When the next dial is due, ms epoch; null = none is planned. */
  retryAt: number | null;
  /** Code of the last close; null = none yet. */
  closeCode: number | null;
  /** The browser says that there is no network. */
  isOffline: boolean;
}

/** The observable form of the link, made for `useSyncExternalStore`. */
export class ConnectionState {
  private readonly changes = new Emitter<{ change: void }>();
  private snapshot: ConnectionSnapshot = {
    state: 'idle',
    since: Date.now(),
    attempts: 0,
    retryAt: null,
    closeCode: null,
    isOffline: false,
  };

  readonly getSnapshot = (): ConnectionSnapshot => this.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => this.changes.on('change', listener);

  update(change: Partial<Omit<ConnectionSnapshot, 'since'>>): void {
    const keys = Object.keys(change) as (keyof typeof change)[];
    if (keys.every((key) => change[key] === this.snapshot[key])) return;
    const isNewState = change.state !== undefined && change.state !== this.snapshot.state;
    this.snapshot = { ...this.snapshot, ...change, ...(isNewState ? { since: Date.now() } : {}) };
    this.changes.emit('change', undefined);
  }
}
