/** A connection of one user to one contender. */
export interface BenchClient {
  /** Sends a question; `onText` gets each piece of the answer as it arrives. Resolves when the answer has ended. */
  ask(prompt: string, onText: (text: string) => void): Promise<void>;
  /** A reader that comes late to the answer being made right now: from its start. Only where the contender can. */
  resume?(onText: (text: string) => void): Promise<void>;
  /** Pieces received so far: frames or events. */
  readonly pieces: number;
  /** Bytes received so far, framing of the transport included. */
  readonly bytes: number;
  close(): void;
}
