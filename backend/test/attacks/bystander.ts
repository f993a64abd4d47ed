import { setTimeout as sleep } from 'node:timers/promises';
import type { RawClient } from '../raw-client.js';
import type { Target } from './target.js';

/** Six pings a second are what the rate of frames allows. */
const PAUSE_MS = 170;
const PATIENCE_MS = 10_000;

/** Another user of the server: how long it waits for an answer to a ping, and for the process to say that it lives. */
export class Bystander {
  private readonly waitsMs: number[] = [];
  private isDone = false;
  private work: Promise<void> = Promise.resolve();

  private constructor(
    private readonly target: Target,
    private readonly client: RawClient,
  ) {}

  static async start(target: Target): Promise<Bystander> {
    const bystander = new Bystander(target, await target.open(await target.signIn()));
    bystander.work = bystander.watch();
    return bystander;
  }

  /** Ends it; returns the waits in milliseconds. */
  async stop(): Promise<{ count: number; median: number; p99: number }> {
    this.isDone = true;
    await this.work;
    const sorted = this.waitsMs.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
    return { count: sorted.length, median: at(0.5), p99: at(0.99) };
  }

  private async watch(): Promise<void> {
    const { client, target } = this;
    for (let number = 0; !this.isDone; number++) {
      const startedAt = performance.now();
      const health = fetch(`${target.origin}/health/live`, { signal: AbortSignal.timeout(PATIENCE_MS) });
      client.send({ type: 'ping', requestId: `p${number}` });
      // No answer in time counts as the longest wait.
      await Promise.all([health, client.first('pong', `p${number}`, PATIENCE_MS)]).catch(() => undefined);
      this.waitsMs.push(performance.now() - startedAt);
      client.frames.length = 0;
      await sleep(PAUSE_MS);
    }
    await client.close();
  }
}
