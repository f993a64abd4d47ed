import type { BenchClient } from './clients/bench-client.js';
import type { Child } from './child.js';

/** One way to serve an answer. */
export interface Contender {
  /** Short, for tables. */
  name: string;
  /** One line for the report. */
  what: string;
  /** `ours`; `rival` = something a user could run instead; `floor` = a part of the work, for comparison. */
  role: 'ours' | 'rival' | 'floor';
  /** Whether a second reader can come to an answer that is being made. */
  canResume: boolean;
  /** False = what it needs is not on this machine. */
  isHere(): Promise<boolean>;
  /** @param modelUrl the AI service's address, ending in /v1 */
  start(modelUrl: string): Promise<Running>;
}

/** A contender that takes connections. */
export interface Running {
  child: Child;
  /** A new user; with `other`, a second reader of that one's conversation. */
  connect(other?: BenchClient): Promise<BenchClient>;
  stop(): Promise<void>;
}
