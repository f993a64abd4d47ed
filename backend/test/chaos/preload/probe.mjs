// Preloaded into a server that is measured: answers the rig's questions about the process from within.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.();
  const resources = process.getActiveResourcesInfo();
  process.send({
    cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1000,
    heapBytes: process.memoryUsage().heapUsed + process.memoryUsage().external,
    residentBytes: process.memoryUsage().rss,
    // The histogram counts the 10 ms between two looks as well.
    loopDelayP99Ms: Math.max(0, delay.percentile(99) / 1e6 - 10),
    loopDelayMaxMs: Math.max(0, delay.max / 1e6 - 10),
    timers: resources.filter((name) => name === 'Timeout').length,
    sockets: resources.filter((name) => name.startsWith('TCP')).length,
  });
  delay.reset();
});
// Being asked must not keep a server alive that wants to leave.
process.channel?.unref();
