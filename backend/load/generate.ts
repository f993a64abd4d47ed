import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { CHAT_PATH } from '@app/chat-protocol';
import { signIn } from '../bench/ours.js';
import { BareClient } from './clients/bare-client.js';
import type { ClientKind, LoadClient, Way } from './clients/load-client.js';
import { TransportClient } from './clients/transport-client.js';
import { spreadSeconds, type Plan } from './plan.js';
import { countStored } from './stored.js';
import { Tally } from './tally.js';
import { User } from './user.js';

/** How busy a generator was: what it measured is its own doing where this is much. */
export interface GeneratorUse {
  /** Processor time while users asked, in microseconds. */
  cpuMicros: number;
  /** How late its timers were, in milliseconds. */
  loopDelayP99Ms: number;
  loopDelayMaxMs: number;
}

/** Guests that sign in at once. */
const AT_ONCE = 20;
/** How often the event loop is asked how late it is. */
const RESOLUTION_MS = 5;

const CONNECT: Record<ClientKind, (way: Way) => LoadClient | Promise<LoadClient>> = {
  ours: (way) => TransportClient.ours(way),
  stock: (way) => TransportClient.stock(way),
  bare: (way) => BareClient.connect(way),
};

/** The users of one plan, signed in and ready to ask. */
export class Generation {
  readonly tally = new Tally();

  private constructor(
    private readonly plan: Plan,
    private readonly users: { user: User; client: LoadClient; cookie: string }[],
  ) {}

  static async prepare(plan: Plan): Promise<Generation> {
    const generation = new Generation(plan, []);
    for (let first = 0; first < plan.clients.length; first += AT_ONCE) {
      const kinds = plan.clients.slice(first, first + AT_ONCE);
      await Promise.all(kinds.map((kind, index) => generation.add(kind, plan.firstUser + first + index)));
    }
    return generation;
  }

  /** Has all users ask until the plan's time is over and their last answers have ended. */
  async run(): Promise<GeneratorUse> {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    const before = process.cpuUsage();
    const startedAt = performance.now();
    const endsAt = startedAt + this.plan.askForSeconds * 1000;
    const gapMs = (spreadSeconds(this.plan) * 1000) / this.plan.allUsers;
    await Promise.all(
      this.users.map(async ({ user, client }, index) => {
        await sleep((this.plan.firstUser + index) * gapMs); // Users do not press Enter in the same millisecond.
        await user.converse(client, endsAt);
      }),
    );
    const { user, system } = process.cpuUsage(before);
    delay.disable();
    return {
      cpuMicros: user + system,
      loopDelayP99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS,
      loopDelayMaxMs: delay.max / 1e6 - RESOLUTION_MS,
    };
  }

  /** Compares what was seen with what the server keeps, then lets go of all clients. */
  async close(): Promise<void> {
    for (const { user, client, cookie } of this.users) {
      client.close();
      this.tally.counts.stored += await countStored(this.plan.url, cookie, user.seen);
    }
  }

  private async add(kind: ClientKind, number: number): Promise<void> {
    const { url } = this.plan;
    const user = new User(number, this.plan, this.tally);
    const cookie = await signIn(url);
    const socketUrl = `${url.replace('http', 'ws')}${CHAT_PATH}`;
    const client = await CONNECT[kind]({ url, socketUrl, cookie, onAccepted: () => user.accepted() });
    this.users.push({ user, client, cookie });
  }
}
