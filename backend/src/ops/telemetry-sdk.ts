import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ConfigService } from '@nestjs/config';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader, type IMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';
import type { Config } from '../config/config.js';
import { otlpHeaders } from '../config/otlp-headers.js';
import { MetricsListener } from './metrics-listener.js';
import { SecretFreeSpans } from './secret-free-spans.js';
import { Telemetry } from './telemetry.js';

const NAME = 'throughline';
/** How long the end waits for a collector that does not answer. */
const END_TIMEOUT_MS = 2000;
/** A collector that is away is worth a line now and then, not one for each try. */
const COMPLAINT_SPACING_MS = 10 * 60_000;
const MAX_COMPLAINT_CHARACTERS = 300;

/** OpenTelemetry with its exporters. Loaded only where a destination is configured. */
export async function openTelemetrySdk(config: ConfigService<Config, true>): Promise<Telemetry> {
  const get = <K extends keyof Config>(key: K) => config.get(key, { infer: true });
  complainSeldom(new Logger('Telemetry'));
  const resource = resourceFromAttributes({
    [ATTR_SERVICE_NAME]: get('OTEL_SERVICE_NAME'),
    'service.instance.id': `${hostname()}:${process.pid}`,
  });
  const readers: IMetricReader[] = [];
  const ends: (() => Promise<void>)[] = [];

  let metricsUrl: string | null = null;
  const port = get('METRICS_PORT');
  if (port !== undefined) {
    const exporter = new PrometheusExporter({ preventServerStart: true, withoutScopeInfo: true });
    const listener = new MetricsListener((request, response) => exporter.getMetricsRequestHandler(request, response));
    metricsUrl = await listener.open(get('METRICS_HOST'), portOf(port));
    readers.push(exporter);
    ends.push(() => listener.close());
  }

  let traces: NodeTracerProvider | null = null;
  const endpoint = get('OTEL_EXPORTER_OTLP_ENDPOINT')?.replace(/\/$/, '');
  if (endpoint !== undefined) {
    const headers = otlpHeaders(get('OTEL_EXPORTER_OTLP_HEADERS'));
    const exporter = new OTLPMetricExporter({ url: `${endpoint}/v1/metrics`, headers });
    readers.push(new PeriodicExportingMetricReader({ exporter }));
    const batches = new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint}/v1/traces`, headers }));
    traces = new NodeTracerProvider({ resource, spanProcessors: [new SecretFreeSpans(), batches] });
    ends.push(() => traces!.shutdown());
  }

  const metrics = new MeterProvider({ resource, readers });
  ends.push(() => metrics.shutdown());
  return new Telemetry(metrics.getMeter(NAME), traces?.getTracer(NAME) ?? null, metricsUrl, async () => {
    const ended = Promise.allSettled(ends.map((end) => end()));
    await Promise.race([ended, sleep(END_TIMEOUT_MS, undefined, { ref: false })]);
  });
}

/** Each process of a cluster has a port of its own: the first the configured one. 0 = any free one. */
function portOf(port: number): number {
  return port === 0 ? 0 : port + Number(process.env.THROUGHLINE_WORKER ?? '1') - 1;
}

/** What OpenTelemetry says of its own troubles, which it says again with every try. A property of the process. */
function complainSeldom(logger: Logger): void {
  let quietUntil = -Infinity;
  const complain = (message: string) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + COMPLAINT_SPACING_MS;
    logger.warn(`Telemetry has trouble: ${messageOf(message).slice(0, MAX_COMPLAINT_CHARACTERS)}`);
  };
  const nothing = () => undefined;
  diag.setLogger(
    { error: complain, warn: complain, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** Errors come as JSON, stack and all. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : text;
  } catch {
    return text; // Words.
  }
}
