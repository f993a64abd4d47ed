// Loaded into every process whose memory is measured: SIGWINCH, which shutdown hooks leave alone, collects all garbage, then says what is left in a file.
import { renameSync, writeFileSync } from 'node:fs';

process.on('SIGWINCH', () => {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  const file = `${process.env.BENCH_HEAP_FOLDER}/${process.pid}`;
  writeFileSync(`${file}.part`, String(heapUsed + external));
  renameSync(`${file}.part`, file);
});
