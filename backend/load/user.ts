import { setTimeout as sleep } from 'node:timers/promises';
import { nowMicros, stampsIn, withoutStamps } from '../bench/script.js';
import type { AskedQuestion, LoadClient } from './clients/load-client.js';
import type { Plan } from './plan.js';
import { makeQuestion, type Question } from './question.js';
import type { Tally } from './tally.js';

/** SC-001: the first chunk comes within so many microseconds. */
const FIRST_WITHIN_MICROS = 1_000_000;

/** An answer as it was seen. */
export interface Seen extends AskedQuestion {
  text: string;
}

/** A user who asks, reads, pauses and asks again, and counts what comes. */
export class User {
  readonly seen: Seen[] = [];
  private askedAt = 0;

  constructor(
    private readonly number: number,
    private readonly plan: Pick<Plan, 'run' | 'rate' | 'seconds' | 'pauseSeconds' | 'isScripted'>,
    private readonly tally: Tally,
  ) {}

  /** To be called when the server says that the question is committed. */
  accepted(): void {
    this.tally.record('accepted', nowMicros() - this.askedAt);
  }

  /**
   * Asks once, and again until time is over.
   * @param endsAt `performance.now()` after which nothing more is asked
   */
  async converse(client: LoadClient, endsAt: number): Promise<void> {
    const { run, rate, seconds, pauseSeconds } = this.plan;
    let round = 0;
    do {
      if (round > 0) await sleep(pauseSeconds * 1000);
      await this.ask(client, makeQuestion(`${run}-${this.number}-${round}`, rate, seconds));
      round += 1;
    } while (performance.now() + pauseSeconds * 1000 < endsAt);
    this.tally.counts.drops += client.drops;
  }

  /** Asks once and judges the answer. Never rejects: a failed answer is a finding. */
  async ask(client: LoadClient, question: Question): Promise<void> {
    const { counts } = this.tally;
    counts.asked += 1;
    if (this.plan.isScripted) counts.tokens += question.tokens;
    this.askedAt = nowMicros();
    let text = '';
    let lastSentAt = 0;
    try {
      await client.ask(question.prompt, (piece) => {
        const now = nowMicros();
        if (text === '') this.sawFirst(now);
        text += piece;
        const stamps = stampsIn(piece);
        counts.arrived += stamps.length;
        for (const sentAt of stamps) {
          if (lastSentAt === 0) this.tally.record('addedFirst', now - sentAt);
          this.tally.record('chunk', now - sentAt);
          lastSentAt = sentAt;
        }
      });
    } catch (error) {
      counts.failed += 1;
      this.tally.fault(error instanceof Error ? error.message : String(error));
      return;
    }
    if (lastSentAt > 0) this.tally.record('whole', nowMicros() - lastSentAt);
    this.seen.push({ ...client.last, text });
    if (!this.plan.isScripted || withoutStamps(text) === question.answer) counts.whole += 1;
    else {
      counts.damaged += 1;
      this.tally.fault('not what the model said');
    }
  }

  private sawFirst(now: number): void {
    const micros = now - this.askedAt;
    this.tally.record('first', micros);
    if (micros <= FIRST_WITHIN_MICROS) this.tally.counts.firstInTime += 1;
  }
}
