import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { cpuMicrosOf, memoryBytesOf, treeOf } from './processes.js';

const READY_WITHIN_MS = 60_000;

/** A process under measurement: started, watched through /proc, ended. */
export class Child {
  private constructor(
    private readonly process: ChildProcess,
    /** What it says it is ready at: `http://127.0.0.1:port`. */
    readonly url: string,
    /** Milliseconds from the start of the process until it was ready. */
    readonly readyMs: number,
  ) {}

  /** Starts `node` with these arguments; resolves when it, or as many processes of it, printed `ready at <url>`. */
  static async start(args: string[], env: Record<string, string>, processes = 1): Promise<Child> {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    });
    const log: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
    const output = createInterface({ input: child.stdout });
    let waitingFor = processes;
    const url = await new Promise<string>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${args.join(' ')}: ${why}\n${log.slice(-20).join('\n')}`));
      const timer = setTimeout(() => fail('not ready in time'), READY_WITHIN_MS);
      child.once('exit', (code) => fail(`ended with ${code}`));
      output.on('line', (line) => {
        log.push(line);
        const found = /ready at (http:\/\/[\w.:]+)/.exec(line);
        if (found === null) return;
        waitingFor -= 1;
        if (waitingFor > 0) return;
        clearTimeout(timer);
        resolve(found[1]);
      });
    });
    return new Child(child, url, performance.now() - startedAt);
  }

  /** It and all processes below it. */
  pids(): number[] {
    return treeOf(this.process.pid!);
  }

  /** Processor time they have used so far, in microseconds. */
  cpuMicros(): number {
    return cpuMicrosOf(this.process.pid!);
  }

  /** Memory they hold now, in bytes. */
  memoryBytes(): number {
    return memoryBytesOf(this.process.pid!);
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(timer);
  }
}
