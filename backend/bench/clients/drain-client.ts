import type { BenchClient } from './bench-client.js';

/** Has the server read an answer and tell nobody: what the answer costs before anything is served. */
export class DrainClient implements BenchClient {
  readonly pieces = 0;
  readonly bytes = 0;

  constructor(private readonly url: string) {}

  async ask(prompt: string): Promise<void> {
    const response = await fetch(`${this.url}/drain`, { method: 'POST', body: prompt });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    await response.text();
  }

  close(): void {
    // `fetch` keeps its connections by itself.
  }
}
