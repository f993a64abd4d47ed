import type { ExpressDelta } from './express-lane.js';

/** The runs of a DeltaTap: their words wait until the provider has told which part they belong to. */
export class TappedRuns {
  /** The run whose part was told last, and what its words have in common. */
  private current: { run: number; words: Omit<ExpressDelta, 'text'> } | null = null;
  private early: { run: number; text: string }[] = [];

  constructor(private readonly deliver: (delta: ExpressDelta) => void) {}

  /** Takes words of a run behind its first event's. */
  tell(run: number, text: string): void {
    if (this.current?.run === run) this.deliver({ ...this.current.words, text });
    else this.early.push({ run, text });
  }

  /** Takes what the provider made of an event of a run: its first, or the copy of all that was told already. */
  accept(run: number, delta: ExpressDelta): void {
    if (this.current?.run === run) return;
    const { text: _first, ...words } = delta;
    this.current = { run, words };
    this.deliver(delta);
    const { early } = this;
    this.early = [];
    for (const told of early) this.tell(told.run, told.text);
  }
}
