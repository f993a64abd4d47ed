// The AI service of the benchmarks: chat completions, streamed at the pace its question asks for. A process of its own,
// so that its work is counted for nobody.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { scriptOf } from '../test/chaos/question.js';
import { fromPrompt, stamp, type Script } from './script.js';

/** One clock for all answers: a timer for each token would cost more than the token. */
const TICK_MS = 2;

interface Answer {
  response: ServerResponse;
  script: Script;
  words: string[];
  sent: number;
  nextAt: number;
}

interface Completion {
  messages: { role: string; content: string | { text?: string }[] }[];
}

const answers = new Set<Answer>();

function tick(): void {
  const now = performance.now();
  for (const answer of answers) {
    const { response, script, words } = answer;
    if (response.closed) answers.delete(answer);
    while (answers.has(answer) && answer.nextAt <= now) {
      writeChunk(response, event({ content: stamp() + (words[answer.sent] ?? '') }, null));
      answer.sent += 1;
      answer.nextAt += script.gapMs;
      if (answer.sent === script.tokens) {
        answers.delete(answer);
        setTimeout(() => end(response, script), script.holdMs ?? script.gapMs);
      }
    }
  }
}

/** As `response.write` does, at half its price: a thousand answers are to be made beside what is measured. */
function writeChunk(response: ServerResponse, text: string): void {
  response.socket?.write(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

async function burst(response: ServerResponse, script: Script, words: string[]): Promise<void> {
  for (let sent = 0; sent < script.tokens && !response.closed; sent += 1) {
    if (!response.write(event({ content: stamp() + (words[sent] ?? '') }, null))) {
      await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
    }
  }
  await sleep(script.holdMs ?? 0);
  end(response, script);
}

function end(response: ServerResponse, { tokens }: Script): void {
  response.write(event({}, 'stop', { prompt_tokens: 7, completion_tokens: tokens, total_tokens: tokens + 7 }));
  response.end('data: [DONE]\n\n');
}

function event(delta: object, finishReason: string | null, usage?: object): string {
  const base = { id: 'bench', object: 'chat.completion.chunk', created: 0, model: 'bench' };
  return `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finishReason }], usage })}\n\n`;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { messages } = JSON.parse(Buffer.concat(parts).toString()) as Completion;
  const { content } = messages.findLast(({ role }) => role === 'user')!;
  const text = typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('');
  response.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' });
  response.flushHeaders();
  const script = text.includes('bench:') ? fromPrompt(text) : { tokens: 3, gapMs: 0 };
  const words = script.key === undefined ? [] : scriptOf({ key: script.key, tokens: script.tokens });
  if (script.gapMs === 0) await burst(response, script, words);
  else answers.add({ response, script, words, sent: 0, nextAt: performance.now() });
}

setInterval(tick, TICK_MS);
const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  console.log(`ready at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
