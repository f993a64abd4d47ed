import { fork, type ChildProcess } from 'node:child_process';
import { resolve as resolvePath } from 'node:path';
import type { FromGenerator, ToGenerator } from './generator.js';

/** A generator in a process of its own, so that the run can tell its work from the server's. */
export class GeneratorProcess {
  private readonly process: ChildProcess;
  private readonly heard: FromGenerator[] = [];
  private waiting: { resolve: (message: FromGenerator) => void; reject: (error: Error) => void } | undefined;
  private end: Error | undefined;

  constructor() {
    this.process = fork(resolvePath('dist-load/generator.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.process.on('message', (message: FromGenerator) => {
      if (this.waiting) this.waiting.resolve(message);
      else this.heard.push(message);
      this.waiting = undefined;
    });
    this.process.once('exit', (code) => {
      this.end = new Error(`A generator ended with ${code}`);
      this.waiting?.reject(this.end);
    });
  }

  say(message: ToGenerator): void {
    this.process.send(message);
  }

  /** The next message. Rejects when the process ends before it. */
  hear(): Promise<FromGenerator> {
    const message = this.heard.shift();
    if (message !== undefined) return Promise.resolve(message);
    if (this.end) return Promise.reject(this.end);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  kill(): void {
    this.process.kill();
  }
}
