// Loaded into every process whose memory is measured: SIGUSR2 collects all garbage, then says what is left in a file.
import { renameSync, writeFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  const file = `${process.env.BENCH_HEAP_FOLDER}/${process.pid}`;
  writeFileSync(`${file}.part`, String(heapUsed + external));
  renameSync(`${file}.part`, file);
});
