import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve as resolvePath } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
const IDLE_PAUSE_MS = 700;
const PRELOAD = 'backend/test/chaos/preload';

/** What a server says about itself. */
export interface Usage {
  /** CPU time since it started. */
  cpuMs: number;
  /** Live objects after a garbage collection, with what they hold outside the heap. */
  heapBytes: number;
  residentBytes: number;
  /** Since the last question. */
  loopDelayP99Ms: number;
  loopDelayMaxMs: number;
  /** Pending `setTimeout`s and `setInterval`s. */
  timers: number;
  sockets: number;
}

/** The built server as an operator runs it, in a process that may be killed, frozen and started again at its port. */
export class ServerProcess {
  /** Everything it printed, over all its lives. */
  readonly log: string[] = [];
  private child: ChildProcess | undefined;

  constructor(
    /** Path of the built `main.js`. */
    private readonly main: string,
    readonly port: number,
    private readonly env: Record<string, string>,
  ) {}

  get isUp(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Of its present life. Throws before the first. */
  get pid(): number {
    return this.child!.pid!;
  }

  /** Resolves when it takes connections. */
  async start(): Promise<void> {
    const preloads = ['probe.mjs', ...(this.env.CLOCK_SHIFT_MS === undefined ? [] : ['shifted-clock.mjs'])];
    const flags = [
      '--expose-gc',
      // To look closer, e.g. CHAOS_FLAGS='--cpu-prof --cpu-prof-dir=/tmp/profiles'.
      ...(process.env.CHAOS_FLAGS?.split(' ') ?? []),
      ...preloads.flatMap((name) => ['--import', resolvePath(PRELOAD, name)]),
    ];
    const child = spawn(process.execPath, [...flags, this.main], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env.PATH, ...this.env, PORT: String(this.port) },
    });
    this.child = child;
    this.log.push(`--- started, pid ${child.pid}`);
    createInterface({ input: child.stderr! }).on('line', (line) => this.log.push(line));
    const output = createInterface({ input: child.stdout! }).on('line', (line) => this.log.push(line));
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`${why}\n${this.log.slice(-20).join('\n')}`));
      const timer = setTimeout(() => fail('The server did not get ready'), READY_WITHIN_MS);
      const settle = (work: () => void) => {
        clearTimeout(timer);
        work();
      };
      output.on('line', (line) => {
        if (line.includes('ready at http')) settle(resolve);
      });
      child.once('exit', (code) => settle(() => fail(`The server ended with ${code}`)));
    });
  }

  /** SIGKILL: nothing it planned happens any more. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGTERM, as a deploy does; returns the exit code. */
  async terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  /** It is there and does nothing: a long pause, a frozen machine. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  /** Its usage when nothing is under way: the least of three looks, since heartbeats and sweeps come and go. */
  async idleUsage(): Promise<Usage> {
    const looks: Usage[] = [];
    for (let look = 0; look < 3; look += 1) {
      await sleep(IDLE_PAUSE_MS);
      looks.push(await this.usage());
    }
    const least = (what: keyof Usage) => Math.min(...looks.map((usage) => usage[what]));
    return { ...looks[0], heapBytes: least('heapBytes'), timers: least('timers'), sockets: least('sockets') };
  }

  /** Asks it about itself. It must be up. */
  async usage(): Promise<Usage> {
    const answered = once(this.child!, 'message') as Promise<[Usage]>;
    this.child!.send('usage');
    return (await answered)[0];
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === undefined || !this.isUp) return child?.exitCode ?? null;
    const exited = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    const [code] = await exited;
    this.log.push(`--- ${signal}, code ${code}`);
    return code;
  }
}
