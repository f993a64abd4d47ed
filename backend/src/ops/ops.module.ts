import { Global, Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { Metrics } from './metrics.js';
import { ProcessGauges } from './process-gauges.js';
import { Telemetry } from './telemetry.js';

const telemetry = { provide: Telemetry, inject: [ConfigService], useFactory: Telemetry.open.bind(Telemetry) };

/** Metrics and traces, for whoever has something to tell. */
@Global()
@Module({ providers: [telemetry, Metrics, ProcessGauges], exports: [Telemetry, Metrics] })
export class OpsModule {}
