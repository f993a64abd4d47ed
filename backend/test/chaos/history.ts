import { Trace } from './trace.js';

/** The server said that a message is saved. */
export interface Acknowledgement {
  userId: string;
  conversationId: string;
  messageId: string;
  turnId: string;
}

/** What a client did, for the report of a violation. */
export interface Operation {
  at: number;
  what: string;
}

/** All that clients did and saw in one run. In memory: the checker reads it when the run is over. */
export class History {
  readonly traces: Trace[] = [];
  readonly acknowledgements: Acknowledgement[] = [];
  readonly operations: Operation[] = [];

  trace(reader: string, key: string, isExact: boolean): Trace {
    const trace = new Trace(reader, key, isExact);
    this.traces.push(trace);
    return trace;
  }

  acknowledge(acknowledgement: Acknowledgement): void {
    this.acknowledgements.push(acknowledgement);
  }

  note(what: string): void {
    this.operations.push({ at: performance.now(), what });
  }
}
