import { RawClient } from '../raw-client.js';
import type { Target } from './attacker.js';

/** A client that means well, beside all the others: it asks, again and again, and compares. */
export class Witness {
  /** Answers that were whole. */
  answers = 0;
  readonly faults: string[] = [];
  private isDone = false;

  constructor(private readonly target: Target) {}

  async watch(): Promise<void> {
    const client = await RawClient.open(this.target, this.target.cookie);
    while (!this.isDone) {
      const number = this.answers + this.faults.length;
      const requestId = `witness-${number}`;
      client.ask(`witness-${number % 50}`, requestId, 'write 40 words');
      await client.first('end', requestId, 60_000);
      const words = client.text(requestId).trim().split(/\s+/).length;
      if (words === 40) this.answers += 1;
      else this.faults.push(`The witness got ${words} words of 40`);
      client.frames.length = 0;
    }
    await client.close();
  }

  finish(): void {
    this.isDone = true;
  }
}
