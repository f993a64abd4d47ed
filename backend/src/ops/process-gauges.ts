import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Metrics } from './metrics.js';
import { Telemetry } from './telemetry.js';

/** Of the event loop's delays, the newest of so many milliseconds count. */
const WINDOW_MS = 15_000;
const RESOLUTION_MS = 10;

/** How busy this process is: processor, memory, event loop. */
@Injectable()
export class ProcessGauges implements OnModuleInit, OnApplicationShutdown {
  private readonly delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private timer: NodeJS.Timeout | undefined;
  private last: EventLoopUtilization | undefined;
  private delaySeconds = { p99: 0, max: 0 };
  private utilization = 0;

  constructor(
    private readonly metrics: Metrics,
    private readonly telemetry: Telemetry,
  ) {}

  onModuleInit(): void {
    if (this.telemetry === Telemetry.off) return; // Watching the event loop costs a timer.
    this.delays.enable();
    this.timer = setInterval(() => this.look(), WINDOW_MS).unref();
    this.metrics.gauge(
      'event_loop.delay.p99.seconds',
      'How late the event loop was, 99 % of the last 15 s',
      () => this.delaySeconds.p99,
    );
    this.metrics.gauge(
      'event_loop.delay.max.seconds',
      'How late the event loop was at worst in the last 15 s',
      () => this.delaySeconds.max,
    );
    this.metrics.gauge(
      'event_loop.utilization.ratio',
      'Share of the last 15 s in which the event loop worked',
      () => this.utilization,
    );
    this.metrics.total('process.cpu.seconds', 'Processor time used', () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000_000;
    });
    this.metrics.gauge('process.memory.bytes', 'Resident memory', () => process.memoryUsage.rss());
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.delays.disable();
  }

  /** The histogram holds the timer's own interval, too. */
  private look(): void {
    const toSeconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
    this.delaySeconds = { p99: toSeconds(this.delays.percentile(99)), max: toSeconds(this.delays.max) };
    this.delays.reset();
    const now = performance.eventLoopUtilization();
    this.utilization = performance.eventLoopUtilization(now, this.last).utilization;
    this.last = now;
  }
}
