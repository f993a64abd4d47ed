import { ERRORS, type ErrorCode } from '@app/chat-protocol';
import { Injectable, Logger } from '@nestjs/common';
import type { Attributes, Counter } from '@opentelemetry/api';
import { Telemetry } from './telemetry.js';

/** Where a reader that comes back gets its answer from: the running turn, the log of an ended one, or the stored message. */
const SOURCES = ['live', 'log', 'message'] as const;
export type ResumeSource = (typeof SOURCES)[number];

/** What became of a turn whose process was gone. */
const TAKEOVERS = ['restarted', 'interrupted', 'stopped'] as const;
export type TakeoverKind = (typeof TAKEOVERS)[number];

/** Why a socket is no more: `closed` = its client was done, `lost` = the link broke without a word. */
const SOCKET_ENDS = [
  'closed',
  'lost',
  'slow-reader',
  'dead-peer',
  'policy',
  'too-big',
  'session-ended',
  'restart',
  'internal',
] as const;
export type SocketEnd = (typeof SOCKET_ENDS)[number];

/** HTTP statuses that a handshake is refused with. */
const REFUSALS = [401, 403, 404, 429, 500, 503];

const CODES = Object.keys(ERRORS) as ErrorCode[];

// Bounds in seconds, close around the targets: 1 s to the first chunk, 3 s to the end, 500 ms to be stored, 50 and
// 150 ms of delay for a chunk.
const FIRST_CHUNK_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30];
const STORED_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5];
const CHUNK_DELAY_BOUNDS = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 5];
const TURN_BOUNDS = [0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600];
const FLUSH_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];
const CHUNK_COUNT_BOUNDS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];

/** No gauge takes longer to read: whoever scrapes waits ten seconds, mostly. */
const GAUGE_TIMEOUT_MS = 5000;

interface Recorder<Labels extends Attributes> {
  record(value: number, labels?: Labels): void;
}

/**
 * Everything this process measures, in one place. Labels are names out of closed lists, and the configured model: nothing
 * of a user, a conversation or a text, nor what an AI service says. What is counted is there from the start, as 0: the
 * first of anything must be seen as a rise. Units are in the names, as Prometheus wants them.
 */
@Injectable()
export class Metrics {
  private readonly logger = new Logger(Metrics.name);

  /** Milliseconds. Whoever had to wait in a queue is not counted. */
  readonly firstChunk = this.durations(
    'first_chunk.duration',
    'From the arrival of a question to the first chunk of its answer that shows something, on the socket',
    FIRST_CHUNK_BOUNDS,
  );
  /** Milliseconds. */
  readonly stored = this.durations('stored.duration', 'From the arrival of a question to its commit', STORED_BOUNDS);
  /** Milliseconds. One sample for each reader and commit, of the oldest chunk: one for each chunk would cost more. */
  readonly chunkDelay = this.durations(
    'chunk.delay',
    'From the model to the socket of a reader, commit included',
    CHUNK_DELAY_BOUNDS,
  );
  /** Milliseconds. */
  readonly queueWait = this.durations('queue.wait', 'From asking for a turn to its start', TURN_BOUNDS);
  /** Milliseconds. */
  readonly turn = this.durations<{ outcome: string; model: string }>(
    'turn.duration',
    'From the start of a turn in this process to its committed end',
    TURN_BOUNDS,
  );
  /** Milliseconds. */
  readonly flush = this.durations('log.flush.duration', 'One group commit of the turn log', FLUSH_BOUNDS);
  readonly flushChunks = this.telemetry.meter.createHistogram('throughline.log.flush.chunks', {
    description: 'Chunks in one group commit of the turn log',
    unit: '{chunk}',
    advice: { explicitBucketBoundaries: CHUNK_COUNT_BOUNDS },
  });

  readonly resumes = this.counter(
    'resumes',
    'Answers that a reader came back to',
    SOURCES.map((source) => ({ source })),
  );
  readonly takeovers = this.counter(
    'takeovers',
    'Turns taken over from a process that was gone',
    TAKEOVERS.map((kind) => ({ kind })),
  );
  readonly socketsClosed = this.counter(
    'sockets.closed',
    'Sockets that are no more',
    SOCKET_ENDS.map((reason) => ({ reason })),
  );
  readonly handshakesRefused = this.counter(
    'handshakes.refused',
    'Handshakes answered with an HTTP error',
    REFUSALS.map((status) => ({ status })),
  );
  /** Of a turn, which is then its answer's end, or of one request of a client. */
  readonly errors = this.counter(
    'errors',
    'Errors that users were told of',
    CODES.flatMap((code) => (['turn', 'request'] as const).map((of) => ({ code, of }))),
  );
  readonly tokens = this.counter<{ model: string; direction: 'input' | 'output' }>(
    'tokens',
    'Tokens of whole answers and of titles, as the AI service counts them',
  );
  /** US dollars; models without a price in `CHAT_PRICES` cost nothing here. */
  readonly cost = this.counter<{ model: string }>('cost.usd', 'What these tokens cost, in US dollars');

  constructor(private readonly telemetry: Telemetry) {}

  /**
   * A value that is looked at when somebody scrapes.
   *
   * @param name with its unit, where it has one
   * @param read null = there is none; so it is when it throws or takes five seconds
   */
  gauge(name: string, description: string, read: () => number | null | Promise<number | null>): void {
    this.telemetry.meter.createObservableGauge(`throughline.${name}`, { description }).addCallback(async (result) => {
      const value = await this.soon(name, read);
      if (value !== null) result.observe(value);
    });
  }

  /** The same for what only ever grows. */
  total(name: string, description: string, read: () => number): void {
    this.telemetry.meter
      .createObservableCounter(`throughline.${name}`, { description })
      .addCallback((result) => result.observe(read()));
  }

  private async soon(name: string, read: () => number | null | Promise<number | null>): Promise<number | null> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), GAUGE_TIMEOUT_MS)));
    try {
      return await Promise.race([read(), timeout]);
    } catch (error) {
      this.logger.debug(`${name} could not be read: ${error instanceof Error ? error.message : 'unknown error'}`);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes milliseconds, as all of our code has them, and tells seconds. */
  private durations<Labels extends Attributes>(name: string, description: string, bounds: number[]): Recorder<Labels> {
    const histogram = this.telemetry.meter.createHistogram<Labels>(`throughline.${name}.seconds`, {
      description,
      unit: 's',
      advice: { explicitBucketBoundaries: bounds },
    });
    return { record: (ms, labels) => histogram.record(ms / 1000, labels) };
  }

  /** @param known labels that are told from the start */
  private counter<Labels extends Attributes>(name: string, description: string, known: Labels[] = []): Counter<Labels> {
    const counter = this.telemetry.meter.createCounter<Labels>(`throughline.${name}`, { description });
    for (const labels of known) counter.add(0, labels);
    return counter;
  }
}
