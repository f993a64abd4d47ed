import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LLMock } from '@copilotkit/aimock';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Message } from '../src/conversations/message.entity.js';
import { startApp, type TestApp } from './start-app.js';
import { StockChat, stockTransport, textOf } from './stock-client.js';

const CANARY = 'sk-canary-0123456789abcdef';

describe('with an AI service behind OPENAI_BASE_URL', () => {
  const cleanUps: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  });

  async function start(env: Record<string, string>): Promise<{ app: TestApp; chat: StockChat }> {
    const app = await startApp({ env: { CHAT_MODEL_RETRIES: '0', ...env } });
    cleanUps.push(() => app[Symbol.asyncDispose]());
    return { app, chat: new StockChat({ id: 'c', transport: stockTransport(app, await app.signIn()) }) };
  }

  it('streams a real answer to the question, with the history, over HTTP', async () => {
    const mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 7 });
    mock.onMessage('capital', { content: 'The capital of France is **Paris**. '.repeat(20).trim() });
    mock.onMessage('sure', { content: 'Yes, quite.' });
    await mock.start();
    cleanUps.push(() => mock.stop());
    const { chat } = await start({ OPENAI_BASE_URL: `${mock.url}/v1`, OPENAI_API_KEY: CANARY, CHAT_MODEL: 'mock-1' });
    await chat.sendMessage({ text: 'What is the capital of France?' });
    expect(chat.lastText).toBe('The capital of France is **Paris**. '.repeat(20).trim());
    await chat.sendMessage({ text: 'Are you sure?' });
    expect(chat.messages.map(textOf).at(-1)).toBe('Yes, quite.');
    expect(chat.lastMessage).toMatchObject({ metadata: { status: 'completed' } });
    const last = mock.getRequests().at(-1)!;
    expect(last.headers.authorization ?? last.headers.Authorization).toBeDefined();
    expect(JSON.stringify(last.body)).toContain('capital of France');
  });

  it('says clearly that the key is wrong, keeps the message, tells nobody the key, and works once it is right', async () => {
    let isRight = false;
    const asked: IncomingMessage[] = [];
    const service = createServer((request, response) => {
      asked.push(request);
      if (!isRight) {
        const key = request.headers.authorization;
        response.writeHead(401, { 'content-type': 'application/json', 'x-echo': key });
        response.end(
          JSON.stringify({ error: { message: `Incorrect API key provided: ${key}`, code: 'invalid_api_key' } }),
        );
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const chunk = (delta: object, finish: string | null = null) =>
        `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
      response.end(
        `${chunk({ role: 'assistant', content: 'Now it ' })}${chunk({ content: 'works.' })}${chunk({}, 'stop')}data: [DONE]\n\n`,
      );
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    cleanUps.push(async () => service.close());
    const { port } = service.address() as AddressInfo;
    const { app, chat } = await start({ OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`, OPENAI_API_KEY: CANARY });

    await chat.sendMessage({ text: 'Hello' });
    expect(asked[0].headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(chat.error?.message).toBe(
      'The AI service did not accept the key of this server. Its operator needs to check it.',
    );
    expect(chat.messages[0]).toMatchObject({ role: 'user' });
    expect(chat.lastMessage).toMatchObject({
      metadata: { status: 'failed', error: { code: 'key-rejected', retryable: true } },
    });

    isRight = true;
    await chat.regenerate();
    expect(chat.messages.map(textOf)).toEqual(['Hello', 'Now it works.']);
    const messages = await app.dataSource.manager.find(Message, { order: { seq: 'ASC' } });
    expect(messages.map(({ content }) => content)).toEqual(['Hello', '', 'Now it works.']);
    const everything = await app.dataSource.query('SELECT string_agg(chunks, $1) AS log FROM turn_log', ['\n']);
    expect(JSON.stringify([chat.messages, messages, everything])).not.toContain(CANARY);
  });
});
