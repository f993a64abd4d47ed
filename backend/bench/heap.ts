import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.js';

/** Reads the heaps of a contender's processes, garbage collected first. */
export class Heap {
  private readonly folder = mkdtempSync(join(tmpdir(), 'throughline-bench-heap-'));

  /** What a process must be started with. */
  readonly flags = ['--expose-gc', '--import', resolve('dist-bench/collect.js')];
  readonly env = { BENCH_HEAP_FOLDER: this.folder };

  /** Collects the garbage of all its processes. Resolves with the bytes of their heaps and of what hangs on them. */
  async collect(child: Child): Promise<number> {
    const pids = child.pids();
    for (const pid of pids) process.kill(pid, 'SIGWINCH');
    const sizes = await Promise.all(pids.map((pid) => this.sizeOf(pid)));
    return sizes.reduce((total, size) => total + size, 0);
  }

  drop(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async sizeOf(pid: number): Promise<number> {
    const file = join(this.folder, String(pid));
    for (let tries = 0; !existsSync(file); tries += 1) {
      if (tries === 300) throw new Error(`Process ${pid} did not collect its garbage`);
      await sleep(100);
    }
    const size = Number(readFileSync(file, 'utf8'));
    rmSync(file);
    return size;
  }
}
