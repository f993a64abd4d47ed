import { OpenTelemetry } from '@ai-sdk/otel';
import type { Context, Tracer } from '@opentelemetry/api';
import type { TelemetryOptions } from 'ai';

/**
 * Has the AI SDK trace a call below `parent`.
 *
 * @param recordsContent whether its spans hold what users and the model wrote
 */
export function callTelemetry(tracer: Tracer, parent: Context, recordsContent: boolean): TelemetryOptions {
  // The SDK begins its outermost span below the active context: ours is handed on, not made active, which would have
  // every callback of an answer carry it.
  const below: Pick<Tracer, 'startSpan'> = {
    startSpan: (name, options, context = parent) => tracer.startSpan(name, options, context),
  };
  return {
    isEnabled: true,
    recordInputs: recordsContent,
    recordOutputs: recordsContent,
    functionId: 'answer',
    integrations: [new OpenTelemetry({ tracer: below as Tracer })],
  };
}
