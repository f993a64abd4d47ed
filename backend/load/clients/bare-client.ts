import { randomUUID } from 'node:crypto';
import { FrameClient } from '../../bench/clients/frame-client.js';
import type { AskedQuestion, LoadClient, Way } from './load-client.js';

/** The benchmark's client as a user, who begins a conversation with each question. */
export class BareClient implements LoadClient {
  last: AskedQuestion = { conversationId: '', prompt: '' };

  private constructor(private readonly client: FrameClient) {}

  static async connect({ url, socketUrl, cookie }: Way): Promise<BareClient> {
    return new BareClient(await FrameClient.connect(socketUrl, { origin: url, headers: { cookie } }));
  }

  /** A broken link is not dialled again here: what is asked later fails too. */
  drops = 0;

  async ask(prompt: string, onText: (text: string) => void): Promise<void> {
    this.last = { conversationId: randomUUID(), prompt };
    try {
      await this.client.ask(prompt, onText, this.last.conversationId);
    } catch (error) {
      if (error instanceof Error && error.message.startsWith('closed')) this.drops = 1;
      throw error;
    }
  }

  close(): void {
    this.client.close();
  }
}
