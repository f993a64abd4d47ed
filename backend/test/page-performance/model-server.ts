import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerText, inDeltas } from './answer-text.js';

/** What is asked for in the question: `stream <deltas> <characters> <deltas per second>`; anything else is answered at once. */
const SCRIPT = /stream (\d+) (\d+) (\d+)/;
const TICK_MS = 5;
const SHORT_CHARACTERS = 900;

interface Completion {
  messages: { role: string; content: string | { text?: string }[] }[];
}

/** The AI service of the measurement: chat completions, streamed at the pace the question asks for. */
export class ModelServer {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<ModelServer> {
    const server = createServer((request, response) => {
      serve(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ModelServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = JSON.parse(Buffer.concat(parts).toString()) as Completion & { stream?: boolean };
  if (body.stream !== true) return void response.writeHead(503).end(); // a title, which is not measured
  const { content } = body.messages.findLast(({ role }) => role === 'user')!;
  const question = typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const script = SCRIPT.exec(question);
  if (script === null) response.write(event({ content: answerText(SHORT_CHARACTERS) }, null));
  else await stream(response, inDeltas(answerText(Number(script[2])), Number(script[1])), Number(script[3]));
  response.write(event({}, 'stop'));
  response.end('data: [DONE]\n\n');
}

async function stream(response: ServerResponse, deltas: string[], perSecond: number): Promise<void> {
  const start = performance.now();
  for (let sent = 0; sent < deltas.length && !response.closed;) {
    const due = Math.min(deltas.length, Math.ceil(((performance.now() - start) * perSecond) / 1_000));
    for (; sent < due; sent += 1) response.write(event({ content: deltas[sent] }, null));
    await sleep(TICK_MS);
  }
}

function event(delta: object, finishReason: string | null): string {
  const base = { id: 'measured', object: 'chat.completion.chunk', created: 0, model: 'measured' };
  return `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
}
