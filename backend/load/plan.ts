import type { ClientKind } from './clients/load-client.js';

/** What a generator is to do. Travels to its process as it is. */
export interface Plan {
  /** Address of the server, `http://127.0.0.1:port`. */
  url: string;
  /** Names the run; part of every question, so that no two runs ask the same. */
  run: string;
  /** The clients of this generator, one of each entry. */
  clients: ClientKind[];
  /** Number of its first user among those of the whole run. */
  firstUser: number;
  /** Users of the whole run, over whom the first questions are spread. */
  allUsers: number;
  /** Tokens a second of an answer. */
  rate: number;
  /** Seconds an answer takes. */
  seconds: number;
  /** Seconds between an answer and the user's next question. */
  pauseSeconds: number;
  /** Seconds after which no new question is asked. */
  askForSeconds: number;
  /** Whether our model answers, so that its script is known. False = answers are compared with what is stored. */
  isScripted: boolean;
}

/** Idle connections, instead. */
export interface IdlePlan {
  url: string;
  connections: number;
}

/** Seconds over which the first questions are spread: one turn of each user. */
export function spreadSeconds({ seconds, pauseSeconds }: Pick<Plan, 'seconds' | 'pauseSeconds'>): number {
  return seconds + pauseSeconds;
}
