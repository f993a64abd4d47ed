import type { Attributes } from '@opentelemetry/api';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { redact } from '../models/redact-secrets.js';

/** Takes keys, tokens and passwords out of whatever a span says, before anybody exports it: some of it is an AI service's. */
export class SecretFreeSpans implements SpanProcessor {
  onStart(): void {}

  onEnding(span: Span): void {
    span.setAttributes(redacted(span.attributes));
    for (const event of span.events) Object.assign(event.attributes ?? {}, redacted(event.attributes ?? {}));
    if (span.status.message !== undefined) span.setStatus({ ...span.status, message: redact(span.status.message) });
  }

  onEnd(): void {}

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

function redacted(attributes: Attributes): Attributes {
  const texts = Object.entries(attributes).flatMap(([key, value]) => {
    if (typeof value === 'string') return [[key, redact(value)]];
    return Array.isArray(value) ? [[key, value.map((item) => (typeof item === 'string' ? redact(item) : item))]] : [];
  });
  return Object.fromEntries(texts) as Attributes;
}
