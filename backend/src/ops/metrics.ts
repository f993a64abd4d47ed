import { ERRORS } from '@app/chat-protocol';
import { Injectable, Logger } from '@nestjs/common';
import type { Counter, Histogram } from '@opentelemetry/api';
import { Telemetry } from './telemetry.js';

/** Where a reader that comes back gets its answer from: the running turn, the log of an ended one, or the stored message. */
export type ResumeSource = 'live' | 'log' | 'message';
/** What became of a turn whose process was gone. */
export type TakeoverKind = 'restarted' | 'interrupted' | 'stopped';
/** Why a socket is no more; `closed` = its client was done, `lost` = the link broke without a word. */
export type SocketEnd =
  | 'closed'
  | 'lost'
  | 'slow-reader'
  | 'dead-peer'
  | 'policy'
  | 'too-big'
  | 'session-ended'
  | 'restart'
  | 'internal';
/** What failed: a turn, with its answer, or one request of a client. */
export type Failing = 'turn' | 'request';
export type HandshakeRefusal = 401 | 403 | 404 | 429 | 500 | 503;

const SOURCES: ResumeSource[] = ['live', 'log', 'message'];
const TAKEOVERS: TakeoverKind[] = ['restarted', 'interrupted', 'stopped'];
const ENDS: SocketEnd[] = [
  'closed',
  'lost',
  'slow-reader',
  'dead-peer',
  'policy',
  'too-big',
  'session-ended',
  'restart',
  'internal',
];
const REFUSALS: HandshakeRefusal[] = [401, 403, 404, 429, 500, 503];

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

/**
 * Everything this process measures, in one place; `docs/operations.md` says what each means. Labels are names out of
 * closed lists, and the configured model: nothing of a user, a conversation or a text, nor what an AI service says. What
 * is counted is there from the start, as 0: the first of anything must be seen as a rise.
 */
@Injectable()
export class Metrics {
  private readonly logger = new Logger(Metrics.name);

  private readonly firstChunks = this.seconds('first_chunk.duration', FIRST_CHUNK_BOUNDS);
  private readonly stored = this.seconds('stored.duration', STORED_BOUNDS);
  private readonly chunkDelays = this.seconds('chunk.delay', CHUNK_DELAY_BOUNDS);
  private readonly queueWaits = this.seconds('queue.wait', TURN_BOUNDS);
  private readonly turns = this.seconds('turn.duration', TURN_BOUNDS);
  private readonly flushes = this.seconds('log.flush.duration', FLUSH_BOUNDS);
  private readonly flushSizes = this.histogram('log.flush.chunks', '{chunk}', CHUNK_COUNT_BOUNDS);
  private readonly resumes = this.counter('resumes', '{request}', SOURCES, (source) => ({ source }));
  private readonly takeovers = this.counter('takeovers', '{turn}', TAKEOVERS, (kind) => ({ kind }));
  private readonly socketEnds = this.counter('sockets.closed', '{socket}', ENDS, (reason) => ({ reason }));
  private readonly refusals = this.counter('handshakes.refused', '{handshake}', REFUSALS, (status) => ({ status }));
  private readonly errors = this.counter('errors', '{error}', Object.keys(ERRORS), (code) => ({ code, in: 'turn' }));
  private readonly tokens = this.counter('tokens', '{token}', [], () => ({}));
  private readonly costs = this.counter('cost', '{USD}', [], () => ({}));

  constructor(private readonly telemetry: Telemetry) {
    for (const code of Object.keys(ERRORS)) this.errors.add(0, { code, in: 'request' });
  }

  /** From a question's arrival to its answer's first chunk that shows something, on the socket; not of those that queued. */
  firstChunk(ms: number): void {
    this.firstChunks.record(ms / 1000);
  }

  /** From a question's arrival to its commit. */
  questionStored(ms: number): void {
    this.stored.record(ms / 1000);
  }

  /** From the model to a reader's socket, commit included; one sample per reader and commit, of its oldest chunk. */
  chunkDelay(ms: number): void {
    this.chunkDelays.record(ms / 1000);
  }

  /** How long a turn has waited to be run: for others of its conversation, or a moment for its own commit. */
  queued(ms: number): void {
    this.queueWaits.record(ms / 1000);
  }

  /** From a turn's start in this process to its committed end. */
  turnEnded(ms: number, outcome: string, model: string): void {
    this.turns.record(ms / 1000, { outcome, model });
  }

  /** One group commit of the log. */
  logFlushed(ms: number, chunks: number): void {
    this.flushes.record(ms / 1000);
    this.flushSizes.record(chunks);
  }

  resumed(source: ResumeSource): void {
    this.resumes.add(1, { source });
  }

  tookOver(kind: TakeoverKind): void {
    this.takeovers.add(1, { kind });
  }

  socketClosed(reason: SocketEnd): void {
    this.socketEnds.add(1, { reason });
  }

  handshakeRefused(status: number): void {
    this.refusals.add(1, { status });
  }

  failed(code: string, failing: Failing): void {
    this.errors.add(1, { code, in: failing });
  }

  /** What an answer used, as its service counts; undefined = it did not say. @param cost US dollars, null = not known */
  spent(model: string, input: number | undefined, output: number | undefined, cost: number | null): void {
    this.tokens.add(input ?? 0, { model, direction: 'input' });
    this.tokens.add(output ?? 0, { model, direction: 'output' });
    if (cost !== null) this.costs.add(cost, { model });
  }

  /**
   * A value that is looked at when somebody scrapes.
   *
   * @param read null = there is none; so it is when it throws or takes five seconds
   */
  gauge(
    name: string,
    unit: string,
    read: () => number | null | Promise<number | null>,
    labels: Record<string, string> = {},
  ): void {
    this.telemetry.meter.createObservableGauge(`throughline.${name}`, { unit }).addCallback(async (result) => {
      const value = await this.soon(name, read);
      if (value !== null) result.observe(value, labels);
    });
  }

  /** The same for what only ever grows. */
  total(name: string, unit: string, read: () => number): void {
    this.telemetry.meter
      .createObservableCounter(`throughline.${name}`, { unit })
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

  private seconds(name: string, bounds: number[]): Histogram {
    return this.histogram(name, 's', bounds);
  }

  private histogram(name: string, unit: string, bounds: number[]): Histogram {
    const advice = { explicitBucketBoundaries: bounds };
    return this.telemetry.meter.createHistogram(`throughline.${name}`, { unit, advice });
  }

  private counter<T>(name: string, unit: string, known: readonly T[], toLabels: (value: T) => Labels): Counter<Labels> {
    const counter = this.telemetry.meter.createCounter<Labels>(`throughline.${name}`, { unit });
    for (const value of known) counter.add(0, toLabels(value));
    return counter;
  }
}

type Labels = Record<string, string | number>;
