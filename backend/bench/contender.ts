import type { Child } from './child.js';
import type { BenchClient } from './clients/bench-client.js';

/** One way to serve an answer. */
export interface Contender {
  /** Short, for tables; names it in the results. */
  name: string;
  /** One line for the report. */
  what: string;
  /** `ours`; `rival` = something a user could run instead; `floor` = a part of the work, for comparison. */
  role: 'ours' | 'rival' | 'floor';
  /** Whether a second reader can come to an answer that is being made. */
  canResume: boolean;
  /** Whether a client holds a connection while it waits for nothing. */
  holdsConnection: boolean;
  /** False = no word of an answer leaves it, so none is expected anywhere. */
  serves: boolean;
  /** What the machine must offer; empty = nothing. */
  needs: string;
  isHere(): Promise<boolean>;
  /** @param modelUrl the AI service's address, ending in /v1 */
  prepare(modelUrl: string): Promise<Place>;
}

/** Where a contender runs: its data stays from one start to the next. */
export interface Place {
  /** Process of the store outside of the contender's own processes; null = it has none, or none that can be seen. */
  storePid: number | null;
  /** @param flags Node's */
  start(flags?: string[], env?: Record<string, string>): Promise<Child>;
  /** A new user; with `other`, a second reader of that one's conversation. */
  connect(url: string, other?: BenchClient): Promise<BenchClient>;
  drop(): Promise<void>;
}

/** A contender that takes connections. */
export interface Running {
  contender: Contender;
  child: Child;
  storePid: number | null;
  connect(other?: BenchClient): Promise<BenchClient>;
}
