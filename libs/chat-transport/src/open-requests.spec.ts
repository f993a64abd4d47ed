import { wireError } from '@app/chat-protocol';
import { readTexts, startChat, startClient, until } from './testing/start-chat.js';
import { ANSWER, TestServer, write } from './testing/test-server.js';

describe('a refused request', () => {
  test.each([
    ['draining', 20],
    ['storage-unavailable', 5],
  ] as const)('goes out again after %s, %i times', async (code, times) => {
    await using server = await TestServer.start();
    let refusals: number = times;
    server.intercept = ({ type, requestId }, socket) => {
      if (type !== 'send' || refusals-- <= 0) return false;
      write(socket, { type: 'error', requestId, errorText: 'Later', ...wireError(code, 1) });
      return true;
    };
    using client = startClient(server);
    const chat = startChat(client);
    await chat.sendMessage({ text: 'Tell me' });
    expect(readTexts(chat)).toEqual(['Tell me', ANSWER]);
  });

  test('fails after five tries, and stays in the outbox', async () => {
    await using server = await TestServer.start();
    server.intercept = ({ requestId }, socket) => {
      write(socket, { type: 'error', requestId, errorText: 'Too many', ...wireError('too-many-requests', 1) });
      return true;
    };
    using client = startClient(server);
    const errors: unknown[] = [];
    client.on('error', ({ error }) => errors.push(error));
    const chat = startChat(client);
    await chat.sendMessage({ text: 'Tell me' });
    expect(chat.error?.message).toBe('Too many');
    expect(errors).toEqual([{ code: 'too-many-requests', text: 'Too many', retryable: true, retryAfterMs: 1 }]);
    expect(server.framesOf('send')).toHaveLength(6);
    expect(await client.outbox.list()).toHaveLength(1);
  });

  test('fails at once where the user would wait long, with the advice, and stays in the outbox', async () => {
    await using server = await TestServer.start();
    server.intercept = ({ requestId }, socket) => {
      write(socket, { type: 'error', requestId, errorText: 'Too many', ...wireError('too-many-requests', 60_000) });
      return true;
    };
    using client = startClient(server);
    const errors: unknown[] = [];
    client.on('error', ({ conversationId, error }) => errors.push([conversationId, error.retryAfterMs]));
    const chat = startChat(client);
    await chat.sendMessage({ text: 'Tell me' });
    expect(chat.error?.message).toBe('Too many');
    expect(errors).toEqual([[chat.id, 60_000]]);
    expect(await client.outbox.list()).toHaveLength(1);
  });

  test('fails at once where a retry cannot help, and leaves the outbox', async () => {
    await using server = await TestServer.start();
    server.intercept = ({ requestId }, socket) => {
      write(socket, { type: 'error', requestId, errorText: 'Empty', ...wireError('message-empty') });
      return true;
    };
    using client = startClient(server);
    const chat = startChat(client);
    await chat.sendMessage({ text: 'Tell me' });
    expect(chat.error?.message).toBe('Empty');
    expect(server.framesOf('send')).toHaveLength(1);
    await until(async () => (await client.outbox.list()).length === 0);
  });

  test('does not disturb others when its chunks have a hole', async () => {
    await using server = await TestServer.start();
    const release = server.holdBefore(3);
    using client = startClient(server);
    const whole = startChat(client, 'whole');
    const answered = whole.sendMessage({ text: 'Tell me' });
    await until(() => server.turns.length === 1);
    server.intercept = ({ type, requestId }, socket) => {
      if (type !== 'send') return false;
      write(socket, { type: 'chunk', requestId, sequence: 1, chunk: { type: 'start-step' }, offset: 2 });
      return true;
    };
    const broken = startChat(client, 'broken');
    await broken.sendMessage({ text: 'Tell me' });
    expect(broken.error?.message).toMatch(/part of this answer is missing/);
    release();
    await answered;
    expect(readTexts(whole)).toEqual(['Tell me', ANSWER]);
  });
});

describe('a final close code', () => {
  test.each([
    [1008, 'This request could not be understood.'],
    [1009, 'The message is too long. Please shorten it or split it.'],
  ])('%i fails what caused it and nothing else', async (code, text) => {
    await using server = await TestServer.start();
    const release = server.holdBefore(3);
    using client = startClient(server);
    const good = startChat(client, 'good');
    const answered = good.sendMessage({ text: 'Tell me' });
    await until(() => readTexts(good).join('').includes('brown'));
    server.intercept = (frame, socket) => {
      if (frame.type !== 'send' || frame.id !== 'bad') return false;
      socket.close(code);
      return true;
    };
    const bad = startChat(client, 'bad');
    await bad.sendMessage({ text: 'Poison' });
    expect(bad.error?.message).toBe(text);
    await until(() => server.connections === 2);
    release();
    await answered;
    expect(readTexts(good)).toEqual(['Tell me', ANSWER]);
    expect(server.framesOf('send').filter(({ id }) => id === 'bad')).toHaveLength(1);
    expect(await client.outbox.list()).toEqual([]);
  });

  test('4401 holds everything until the page dials again, and nothing of it is lost', async () => {
    await using server = await TestServer.start();
    const release = server.holdBefore(3);
    using client = startClient(server);
    const chat = startChat(client);
    const answered = chat.sendMessage({ text: 'Tell me' });
    await until(() => readTexts(chat).join('').includes('brown'));
    for (const socket of server.sockets) socket.close(4401);
    await until(() => client.connection.getSnapshot().state === 'closed');
    expect(client.connection.getSnapshot()).toMatchObject({ closeCode: 4401, retryAt: null });

    const late = startChat(client, 'late');
    const lateAnswered = late.sendMessage({ text: 'Hello?' });
    release();
    await until(async () => (await client.outbox.list()).length === 1);
    expect(server.connections).toBe(1);

    client.redial();
    await Promise.all([answered, lateAnswered]);
    expect(readTexts(chat)).toEqual(['Tell me', ANSWER]);
    expect(readTexts(late)).toEqual(['Hello?', ANSWER]);
  });
});
