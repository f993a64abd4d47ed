import { randomUUID } from 'node:crypto';
import { createChatTransport } from '@app/chat-transport';
import { WebSocketChatTransport, type ChatTransport, type UIMessage } from 'ai';
import type { WebSocket } from 'ws';
import { browserSocket } from '../../test/stock-client.js';
import { countDrops, type AskedQuestion, type LoadClient, type Way } from './load-client.js';

/** Behind so many questions a user begins a new conversation. */
const QUESTIONS_PER_CONVERSATION = 5;

/** A user of a transport of the AI SDK's kind, as a page uses it; the page's own state is left out, which costs much more. */
export class TransportClient implements LoadClient {
  last: AskedQuestion = { conversationId: '', prompt: '' };
  private messages: UIMessage[] = [];
  private conversationId = '';
  private asked = 0;

  private constructor(
    private readonly transport: ChatTransport<UIMessage>,
    private readonly opened: readonly WebSocket[],
    private readonly end: () => void,
  ) {}

  /** The SDK's own transport. It dials when it is first used. */
  static stock({ url, socketUrl, cookie }: Way): TransportClient {
    const opened: WebSocket[] = [];
    const webSocket = browserSocket(url, cookie, opened);
    const transport = new WebSocketChatTransport({ url: socketUrl, webSocket });
    return new TransportClient(transport, opened, () => transport.close());
  }

  /** Ours, dialled at once, as the page does. */
  static ours({ url, socketUrl, cookie, onAccepted }: Way): TransportClient {
    const opened: WebSocket[] = [];
    const webSocket = browserSocket(url, cookie, opened);
    const client = createChatTransport({ url: socketUrl, webSocket, window: undefined, locks: undefined });
    client.on('accepted', () => onAccepted?.());
    client.connect();
    return new TransportClient(client.transport as ChatTransport<UIMessage>, opened, () => client.close());
  }

  get drops(): number {
    return countDrops(this.opened);
  }

  async ask(prompt: string, onText: (text: string) => void): Promise<void> {
    if (this.asked % QUESTIONS_PER_CONVERSATION === 0) {
      this.conversationId = randomUUID();
      this.messages = [];
    }
    this.asked += 1;
    this.messages.push({ id: randomUUID(), role: 'user', parts: [{ type: 'text', text: prompt }] });
    this.last = { conversationId: this.conversationId, prompt };
    this.messages.push(await this.read(onText));
  }

  close(): void {
    this.end();
    for (const socket of this.opened) socket.terminate();
  }

  private async read(onText: (text: string) => void): Promise<UIMessage> {
    const stream = await this.transport.sendMessages({
      chatId: this.conversationId,
      messages: this.messages,
      trigger: 'submit-message',
      messageId: undefined,
      abortSignal: undefined,
    });
    let id = '';
    let text = '';
    let isFinished = false;
    for await (const chunk of stream) {
      if (chunk.type === 'text-delta') {
        text += chunk.delta;
        onText(chunk.delta);
      } else if (chunk.type === 'start') id = chunk.messageId ?? '';
      else if (chunk.type === 'finish') isFinished = true;
      else if (chunk.type === 'error') throw new Error(chunk.errorText);
    }
    if (!isFinished) throw new Error('the answer came to no end');
    return { id, role: 'assistant', parts: [{ type: 'text', text }] };
  }
}
