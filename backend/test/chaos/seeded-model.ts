import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromPrompt, scriptOf, type ModelFault, type Question } from './question.js';

/** One request to the model, as the model saw it. */
export interface ProviderCall {
  key: string;
  /** `performance.now()`. */
  startedAt: number;
  /** Null = it is still going on. */
  endedAt: number | null;
  /** `aborted` = the caller hung up. */
  how: 'finished' | 'aborted' | ModelFault | null;
  /** Sent so far. */
  tokens: number;
  /** When each was sent, `performance.now()`. */
  tokenTimes: number[];
}

/** The body of a chat-completions request, as far as the model looks at it. */
interface CompletionRequest {
  messages: { role: string; content: string | { type: string; text?: string }[] }[];
}

/** An OpenAI-compatible server (chat completions, streaming) that answers each question with its script. */
export class SeededModel {
  /** All calls, by the key of their question. */
  readonly calls = new Map<string, ProviderCall[]>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SeededModel> {
    const server = createServer();
    const model = new SeededModel(server);
    server.on('request', (request, response) => void model.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return model;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Calls made for a question, oldest first. */
  callsOf(key: string): ProviderCall[] {
    return this.calls.get(key) ?? [];
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const question = await readQuestion(request);
      const call: ProviderCall = {
        key: question.key,
        startedAt: performance.now(),
        endedAt: null,
        how: null,
        tokens: 0,
        tokenTimes: [],
      };
      const earlier = this.callsOf(question.key);
      this.calls.set(question.key, [...earlier, call]);
      response.on('close', () => {
        call.endedAt = performance.now();
        call.how ??= 'aborted';
      });
      const isFaulty = question.fault !== undefined && earlier.length < (question.faultyCalls ?? Infinity);
      await answer(question, isFaulty ? question.fault : undefined, call, response);
    } catch {
      response.destroy(); // Not one of our prompts, or the server that asked has been killed.
    }
  }
}

async function answer(
  question: Question,
  fault: ModelFault | undefined,
  call: ProviderCall,
  response: ServerResponse,
): Promise<void> {
  if (fault === '429' || fault === '500') {
    call.how = fault;
    response.writeHead(Number(fault), { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'planned', type: 'planned' } }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (fault === 'stall') return;
  const script = scriptOf(question);
  // Any place in the answer, the same one each time.
  const breakAt = fault === undefined ? Infinity : 1 + (script.join('').length % (script.length - 1));
  for (const token of script) {
    if (response.closed) return;
    if (call.tokens === breakAt) {
      fail(fault!, call, response, token);
      return;
    }
    response.write(event({ delta: { content: token }, finish_reason: null }));
    call.tokens += 1;
    call.tokenTimes.push(performance.now());
    if (question.gapMs > 0) await sleep(question.gapMs);
  }
  if (response.closed) return;
  call.how = 'finished';
  response.write(event({ delta: {}, finish_reason: 'stop' }, { prompt_tokens: 7, completion_tokens: script.length }));
  response.end('data: [DONE]\n\n');
}

/** Goes wrong in the middle of a token's event. */
function fail(fault: ModelFault, call: ProviderCall, response: ServerResponse, token: string): void {
  if (fault === 'silence') return;
  call.how = fault;
  const whole = event({ delta: { content: token }, finish_reason: null });
  if (fault === 'garbage') response.end(`data: {"choices":[{"delta":{"content":\n\ndata: oops\n\n`);
  else response.write(whole.slice(0, 1 + (token.length % whole.length)), () => response.destroy());
}

function event(choice: { delta: object; finish_reason: string | null }, usage?: object): string {
  const choices = [{ index: 0, ...choice }];
  const base = { id: 'chaos', object: 'chat.completion.chunk', created: 0, model: 'seeded' };
  return `data: ${JSON.stringify({ ...base, choices, ...(usage ? { usage } : {}) })}\n\n`;
}

async function readQuestion(request: IncomingMessage): Promise<Question> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { messages } = JSON.parse(Buffer.concat(parts).toString()) as CompletionRequest;
  const { content } = messages.findLast(({ role }) => role === 'user')!;
  return fromPrompt(typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join(''));
}
