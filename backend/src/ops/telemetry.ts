import { createNoopMeter, type Meter, type Tracer } from '@opentelemetry/api';
import type { ConfigService } from '@nestjs/config';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config.js';

/** What measures and traces. Where nothing is configured the meter does nothing, nothing is traced and no SDK is loaded. */
export class Telemetry implements OnApplicationShutdown {
  static readonly off = new Telemetry(createNoopMeter(), null, null);

  /**
   * @param tracer null = nobody asked for traces
   * @param metricsUrl where the metrics can be read; null = nowhere, for want of a port or because it is taken
   * @param end sends what is left, and takes no longer than a moment
   */
  constructor(
    readonly meter: Meter,
    readonly tracer: Tracer | null,
    readonly metricsUrl: string | null,
    private readonly end: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /** As the configuration says. A destination that cannot be reached keeps nobody from starting. */
  static async open(config: ConfigService<Config, true>): Promise<Telemetry> {
    const isWanted = (['METRICS_PORT', 'OTEL_EXPORTER_OTLP_ENDPOINT'] as const).some(
      (key) => config.get(key, { infer: true }) !== undefined,
    );
    if (!isWanted) return this.off;
    const { openTelemetrySdk } = await import('./telemetry-sdk.js');
    return openTelemetrySdk(config);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.end();
  }
}
