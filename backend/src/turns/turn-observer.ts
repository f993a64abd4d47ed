import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { ROOT_CONTEXT, SpanStatusCode, trace, type Span, type Tracer } from '@opentelemetry/api';
import type { TelemetryOptions } from 'ai';
import type { MessageMetadata } from '@app/chat-protocol';
import type { Config } from '../config/config.js';
import { tokenCost } from '../models/token-cost.js';
import { Metrics } from '../ops/metrics.js';
import { Telemetry } from '../ops/telemetry.js';
import type { Outcome } from './closing-chunks.js';
import type { Turn } from './turn.entity.js';

type Usage = NonNullable<MessageMetadata['usage']>;
type CallTelemetry = typeof import('../models/call-telemetry.js');

/** What is measured, traced and logged of the turns that run here. */
@Injectable()
export class TurnObserver implements OnModuleInit {
  private readonly logger = new Logger('Turn');
  private readonly observed = new Map<string, ObservedTurn>();
  private calls: CallTelemetry | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly telemetry: Telemetry,
    private readonly config: ConfigService<Config, true>,
  ) {
    metrics.gauge('turns.running', 'Turns that run in this process', () => this.observed.size);
  }

  /** The SDK's tracing is loaded only where there are traces. */
  async onModuleInit(): Promise<void> {
    if (this.telemetry.tracer) this.calls = await import('../models/call-telemetry.js');
  }

  /** A turn begins to run in this process. */
  begin(turn: Turn): ObservedTurn {
    const observed = new ObservedTurn(turn, this.telemetry.tracer);
    this.observed.set(turn.id, observed);
    const { queuedMs } = observed;
    if (queuedMs !== null) this.metrics.queueWait.record(queuedMs);
    return observed;
  }

  /** How the AI SDK is to trace the call of a turn that runs here: below the turn's own span. */
  callTelemetry(turnId: string): TelemetryOptions {
    const { tracer } = this.telemetry;
    const span = this.observed.get(turnId)?.span;
    if (this.calls === undefined || tracer === null || !span) return { isEnabled: false };
    const recordsContent = this.config.get('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', { infer: true });
    return this.calls.callTelemetry(tracer, trace.setSpan(ROOT_CONTEXT, span), recordsContent);
  }

  /** Its end is committed. @param model the one that was asked, as configured */
  ended(observed: ObservedTurn, outcome: Outcome, model: string): void {
    const { status, error } = outcome;
    const ms = performance.now() - observed.startedAt;
    this.metrics.turn.record(ms, { outcome: status, model });
    if (error) this.metrics.errors.add(1, { code: error.code, of: 'turn' });
    const usage = usageOf(outcome);
    if (usage) this.count(usage, model);
    observed.span?.setAttributes({ 'throughline.turn.outcome': status, 'throughline.model': model });
    if (error) observed.span?.setStatus({ code: SpanStatusCode.ERROR, message: error.code });
    this.logger.debug(`Turn ${status}`, { turnId: observed.turn.id, ms: Math.round(ms), model, ...usage });
  }

  /** It does not run here any more, however that came. */
  close(observed: ObservedTurn): void {
    if (this.observed.get(observed.turn.id) === observed) this.observed.delete(observed.turn.id);
    observed.span?.end();
  }

  /** Counts what a model was paid for. @param model as configured */
  count(usage: Usage, model: string): void {
    this.metrics.tokens.add(usage.inputTokens ?? 0, { model, direction: 'input' });
    this.metrics.tokens.add(usage.outputTokens ?? 0, { model, direction: 'output' });
    const cost = tokenCost(usage, this.config.get('CHAT_PRICES', { infer: true })[model]);
    if (cost !== null) this.metrics.cost.add(cost, { model });
  }
}

/** One turn while it runs in this process. */
export class ObservedTurn {
  readonly startedAt = performance.now();
  /** How long it waited to be run, by the database's clock; null = another process began it, or nobody did. */
  readonly queuedMs: number | null;
  /** Null = nothing is traced. */
  readonly span: Span | null;

  constructor(
    readonly turn: Turn,
    private readonly tracer: Tracer | null,
  ) {
    const { id, attempt, createdAt, startedAt } = turn;
    const isFirst = attempt === 1 && startedAt !== null;
    this.queuedMs = isFirst ? Math.max(0, startedAt.getTime() - createdAt.getTime()) : null;
    const now = Date.now();
    const startTime = now - (this.queuedMs ?? 0);
    const attributes = { 'throughline.turn.id': id, 'throughline.turn.attempt': attempt };
    this.span = tracer?.startSpan('turn', { attributes, startTime, root: true }) ?? null;
    if (this.queuedMs !== null) this.startSpan('queue', startTime)?.end(now);
  }

  /** Does a step of the turn, in a span of its own. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const span = this.startSpan(name);
    try {
      return await work();
    } finally {
      span?.end();
    }
  }

  private startSpan(name: string, startTime?: number): Span | undefined {
    if (this.span === null) return undefined;
    return this.tracer?.startSpan(name, { startTime }, trace.setSpan(ROOT_CONTEXT, this.span));
  }
}

/** Null = the model did not come to its end, or its service does not count. */
function usageOf({ finish }: Outcome): Usage | null {
  if (finish === null || !('messageMetadata' in finish)) return null;
  return (finish.messageMetadata as MessageMetadata | undefined)?.usage ?? null;
}
