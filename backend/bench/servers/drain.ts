// What an answer costs before anything is served: DRAIN=raw reads the model's bytes, DRAIN=sdk runs `streamText`.
import { createServer, type IncomingMessage } from 'node:http';
import { streamText } from 'ai';
import { announce } from './announce.js';
import { model } from './model.js';

async function drainRaw(prompt: string): Promise<void> {
  const response = await fetch(`${process.env.MODEL_URL}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ stream: true, messages: [{ role: 'user', content: prompt }] }),
  });
  const reader = response.body!.getReader();
  while (!(await reader.read()).done);
}

async function drainSdk(prompt: string): Promise<void> {
  await streamText({ model, prompt }).consumeStream();
}

const drain = process.env.DRAIN === 'raw' ? drainRaw : drainSdk;

async function promptOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

announce(
  createServer((request, response) => {
    promptOf(request)
      .then(drain)
      .then(
        () => response.end(),
        () => response.destroy(),
      );
  }),
);
