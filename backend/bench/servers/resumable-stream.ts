// Vercel's `resumable-stream` over Redis: server-sent events that a second reader can pick up on any process.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  convertToModelMessages,
  JsonToSseTransformStream,
  streamText,
  toUIMessageStream,
  UI_MESSAGE_STREAM_HEADERS,
  type UIMessage,
} from 'ai';
import { createClient } from 'redis';
import { createResumableStreamContext } from 'resumable-stream';
import { announce } from './announce.js';
import { model } from './model.js';

const [publisher, subscriber] = [
  createClient({ url: process.env.REDIS_URL }),
  createClient({ url: process.env.REDIS_URL }),
];
await Promise.all([publisher.connect(), subscriber.connect()]);
const context = createResumableStreamContext({
  waitUntil: null,
  keyPrefix: `throughline-bench-${process.pid}`,
  publisher: publisher as never,
  subscriber: subscriber as never,
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const stream = request.method === 'POST' ? await begin(request) : await context.resumeExistingStream(idOf(request));
  if (!stream) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, UI_MESSAGE_STREAM_HEADERS);
  for await (const text of stream) response.write(text);
  response.end();
}

async function begin(request: IncomingMessage): Promise<ReadableStream<string> | null> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = JSON.parse(Buffer.concat(parts).toString()) as { id: string; messages: UIMessage[] };
  const { stream } = streamText({ model, messages: await convertToModelMessages(body.messages) });
  const events = toUIMessageStream({ stream }).pipeThrough(new JsonToSseTransformStream());
  return context.createNewResumableStream(body.id, () => events);
}

function idOf(request: IncomingMessage): string {
  return request.url!.split('/').at(-2)!;
}

announce(
  createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  }),
);
