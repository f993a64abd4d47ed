import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CHAT_PATH } from '@app/chat-protocol';

const MAIN = resolve(import.meta.dirname, '../../dist/backend/src/main.js');

/** The built server as its own process, as an operator runs it. */
export class ServerProcess {
  readonly output: string[] = [];
  /** `http://127.0.0.1:port`, once it is ready; rejects with its output when it ends before. */
  readonly origin: Promise<string>;
  /** Resolves with its exit code, once it has ended and all of its output is here; null when a signal killed it. */
  readonly exitCode: Promise<number | null>;

  /** @param env its environment; of ours it gets nothing but PATH and the database template. */
  static start(env: Record<string, string>): ServerProcess {
    if (!existsSync(MAIN)) throw new Error('Run `npm run build:server` first: this starts the built server.');
    const { PATH, PGLITE_TEMPLATE } = process.env;
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH,
        ...(PGLITE_TEMPLATE === undefined ? {} : { PGLITE_TEMPLATE }),
        PORT: '0',
        LOG_FORMAT: 'json',
        SESSION_SECRET: 'the-secret-of-the-tests-has-32-characters',
        ...env,
      },
    });
    return new ServerProcess(child);
  }

  private constructor(private readonly child: ChildProcess) {
    this.exitCode = once(child, 'close').then(([code]) => code as number | null);
    createInterface({ input: child.stderr! }).on('line', (line) => this.output.push(line));
    this.origin = new Promise((found, failed) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        this.output.push(line);
        const url = /ready at (http:\S+?)"/.exec(line)?.[1];
        if (url !== undefined) found(url);
      });
      void this.exitCode.then((code) => failed(new Error(`The server ended with ${code}: ${this.output.join('\n')}`)));
    });
    this.origin.catch(() => undefined); // Whoever awaits it hears of it.
  }

  get isUp(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it; resolves with its exit code, null when the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.isUp) this.child.kill(signal);
    return this.exitCode;
  }

  async socket(): Promise<{ origin: string; socketUrl: string }> {
    const origin = await this.origin;
    return { origin, socketUrl: `${origin.replace('http', 'ws')}${CHAT_PATH}` };
  }
}
