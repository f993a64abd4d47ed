import { randomUUID } from 'node:crypto';
import { Agent, get, request, type IncomingMessage } from 'node:http';
import type { BenchClient } from './bench-client.js';

/**
 * Imitates the AI SDK's `DefaultChatTransport`: its requests and its events, over a plain connection that is kept. The
 * real one would spend more of the shared cores on reading, and hides the bytes of the connection.
 */
export class EventClient implements BenchClient {
  pieces = 0;
  bytes = 0;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 2 });

  constructor(
    private readonly url: string,
    private readonly conversationId: string = randomUUID(),
  ) {}

  get conversation(): string {
    return this.conversationId;
  }

  async ask(prompt: string, onText: (text: string) => void): Promise<void> {
    const message = { id: randomUUID(), role: 'user', parts: [{ type: 'text', text: prompt }] };
    const body = JSON.stringify({ id: this.conversationId, messages: [message], trigger: 'submit-message' });
    const sending = request(`${this.url}/chat`, {
      agent: this.agent,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    sending.end(body);
    await this.read(sending, onText);
  }

  async resume(onText: (text: string) => void): Promise<void> {
    await this.read(get(`${this.url}/chat/${this.conversationId}/stream`, { agent: this.agent }), onText);
  }

  close(): void {
    this.agent.destroy();
  }

  private async read(sending: ReturnType<typeof request>, onText: (text: string) => void): Promise<void> {
    const response = await new Promise<IncomingMessage>((resolve, reject) =>
      sending.once('response', resolve).once('error', reject),
    );
    if (response.statusCode !== 200) throw new Error(`HTTP ${response.statusCode}`);
    const { socket } = response; // Taken away from the response when it ends.
    let seen = socket.bytesRead;
    let rest = '';
    response.setEncoding('utf8');
    for await (const text of response) {
      this.bytes += socket.bytesRead - seen;
      seen = socket.bytesRead;
      const events = (rest + (text as string)).split('\n\n');
      rest = events.pop()!;
      for (const event of events) this.receive(event, onText);
    }
  }

  private receive(event: string, onText: (text: string) => void): void {
    this.pieces += 1;
    if (event === 'data: [DONE]') return;
    const chunk = JSON.parse(event.slice('data: '.length)) as { type: string; delta?: string };
    if (chunk.type === 'text-delta') onText(chunk.delta!);
    else if (chunk.type === 'error') throw new Error('the answer failed');
  }
}
