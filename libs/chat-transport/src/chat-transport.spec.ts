import type { ChatMessage } from '@app/chat-protocol';
import { createChatTransport } from './chat-transport.js';
import { readTexts, startChat, startClient, until } from './testing/start-chat.js';
import { ANSWER, TestServer } from './testing/test-server.js';

test('a long conversation travels as its last message and twenty ids', async () => {
  await using server = await TestServer.start();
  using client = startClient(server);
  const chat = startChat(client);
  chat.messages = Array.from({ length: 2_000 }, (_, index): ChatMessage => {
    const role = index % 2 === 0 ? 'user' : 'assistant';
    return { id: `m${index}`, role, parts: [{ type: 'text', text: 'long '.repeat(100) }] };
  });
  await chat.sendMessage({ text: 'Hi' });
  const [frame] = server.framesOf('send');
  expect(frame.message.parts).toEqual([{ type: 'text', text: 'Hi' }]);
  expect(frame.earlierIds).toEqual(Array.from({ length: 20 }, (_, index) => `m${1_980 + index}`));
  expect(JSON.stringify(frame).length).toBeLessThan(1_000);
});

test('the page hears what the server says beside the streams', async () => {
  await using server = await TestServer.start();
  using client = startClient(server);
  const heard: string[] = [];
  client.on('welcome', ({ model }) => heard.push(`welcome ${model}`));
  client.on('accepted', ({ turnId }) => heard.push(`accepted ${turnId}`));
  const forget = client.on('accepted', () => heard.push('never'));
  forget();
  await startChat(client).sendMessage({ text: 'Hi' });
  expect(heard).toEqual(['welcome demo', 'accepted turn-0']);
});

test('a listener that throws disturbs nobody', async () => {
  await using server = await TestServer.start();
  using client = startClient(server);
  const { error } = console;
  const reports: unknown[] = [];
  console.error = (...values) => void reports.push(values);
  client.on('welcome', () => {
    throw new Error('a bug of the page');
  });
  const chat = startChat(client);
  await chat.sendMessage({ text: 'Hi' });
  console.error = error;
  expect(readTexts(chat)).toEqual(['Hi', ANSWER]);
  expect(reports).toHaveLength(1);
});

test('a snapshot of the connection stays the same until something changes', async () => {
  await using server = await TestServer.start();
  using client = startClient(server);
  const { getSnapshot, subscribe } = client.connection;
  const states: string[] = [];
  subscribe(() => states.push(getSnapshot().state));
  expect(getSnapshot()).toBe(getSnapshot());
  client.connect();
  await until(() => getSnapshot().state === 'open');
  expect(states).toEqual(['connecting', 'open']);
});

test('an address that is none is refused at once', () => {
  expect(() => createChatTransport({ url: 'not an address' })).toThrow('Invalid URL');
});
