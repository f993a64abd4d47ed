import { readDeltaEvent, type DeltaEvent } from './delta-event.js';

/** Longest event that is waited for, in characters; a longer one holds a picture, or is no event at all. */
const MAX_EVENT_CHARACTERS = 64 * 1024;

/**
 * Takes the words out of a service's event stream. Words of one part in a row are a run: its first event goes on with a
 * number, the words of the others are told at once, and one event with all of these goes on before the next other thing.
 * So a provider sees two events a run, which say the same as the many. Everything else goes on as it came.
 */
export class DeltaTap {
  /** The begin of an event that is not here whole. */
  private rest = '';
  private run: { key: string; text: string; last: DeltaEvent } | null = null;
  private runs = 0;
  /** It is not written the way we read: from here on all of it goes on as it comes. */
  private isForeign = false;

  /** @param tell called with the run's number, 1 = the first, and the next words behind its first event's */
  constructor(private readonly tell: (run: number, text: string) => void) {}

  /** What goes on now that this text came. */
  accept(text: string): string {
    if (this.isForeign) return text;
    this.rest += text;
    // Lines may end otherwise than with LF; hardly any service does that.
    this.isForeign = this.rest.length > MAX_EVENT_CHARACTERS || text.includes('\r');
    if (this.isForeign) return this.end();
    let out = '';
    let from = 0;
    for (let to = this.rest.indexOf('\n\n'); to !== -1; to = this.rest.indexOf('\n\n', from)) {
      out += this.acceptEvent(this.rest.slice(from, to + 2));
      from = to + 2;
    }
    if (from > 0) this.rest = this.rest.slice(from);
    return out;
  }

  /** What goes on when nothing more comes. */
  end(): string {
    const out = this.endRun() + this.rest;
    this.rest = '';
    return out;
  }

  private acceptEvent(event: string): string {
    const delta = readDeltaEvent(event);
    if (delta !== null && delta.key === this.run?.key) {
      this.run.text += delta.text;
      this.run.last = delta;
      this.tell(this.runs, delta.text);
      return '';
    }
    const before = this.endRun();
    if (delta === null) return before + event;
    this.runs += 1;
    this.run = { key: delta.key, text: '', last: delta };
    return before + delta.encode(delta.text, this.runs);
  }

  private endRun(): string {
    const { run } = this;
    this.run = null;
    return run === null || run.text === '' ? '' : run.last.encode(run.text, this.runs);
  }
}
